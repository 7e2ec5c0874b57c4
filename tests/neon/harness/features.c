/* What the .NET runtime would tell compiled code about the processor. */
#include <sys/auxv.h>

#define FEATURE_DOT_PRODUCT 0x4
#define FEATURE_ROUNDING_DOUBLING 0x8

#ifndef HWCAP_ASIMDRDM
#define HWCAP_ASIMDRDM (1 << 12)
#endif
#ifndef HWCAP_ASIMDDP
#define HWCAP_ASIMDDP (1 << 20)
#endif

int g_cpuFeatures = 0;

/* Compiled code puts it under every stack buffer and compares it on return. */
long __security_cookie = 0x2b992ddfa232L;

__attribute__((constructor)) static void ask_the_processor(void)
{
    unsigned long present = getauxval(AT_HWCAP);
    if (present & HWCAP_ASIMDDP) g_cpuFeatures |= FEATURE_DOT_PRODUCT;
    if (present & HWCAP_ASIMDRDM) g_cpuFeatures |= FEATURE_ROUNDING_DOUBLING;
}
