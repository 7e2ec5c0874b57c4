/*
 * Runs kernels on the cases of a file and writes what they left in memory.
 *
 * cases:   int32 count; per case int32 kernel, int32 arguments; per argument int32 kind, int32 number,
 *          and for kind 1 (a buffer) that many bytes, of which the first and last GUARD stand outside what the kernel may touch.
 * results: int32 tier; per case int32 result, then all its buffers. All little-endian.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define GUARD 64
#define ARGUMENTS 16

long kernels_run(int kernel, intptr_t *arguments);
int kernels_tier(void);

static FILE *cases;
static FILE *results;

static void fail(const char *what)
{
    fprintf(stderr, "harness: %s\n", what);
    exit(2);
}

static void take(void *to, size_t bytes)
{
    if (bytes != 0 && fread(to, 1, bytes, cases) != bytes) fail("the file of cases ends early");
}

static int32_t take_int(void)
{
    int32_t value;
    take(&value, sizeof value);
    return value;
}

static void give(const void *from, size_t bytes)
{
    if (bytes != 0 && fwrite(from, 1, bytes, results) != bytes) fail("the results cannot be written");
}

static void give_int(int32_t value)
{
    give(&value, sizeof value);
}

static void run_case(void)
{
    intptr_t arguments[ARGUMENTS];
    char *buffers[ARGUMENTS];
    int32_t lengths[ARGUMENTS];
    int32_t kernel = take_int();
    int32_t count = take_int();
    if (count < 0 || count > ARGUMENTS) fail("a case has too many arguments");
    for (int32_t i = 0; i < count; i++)
    {
        int32_t kind = take_int();
        int32_t number = take_int();
        buffers[i] = NULL;
        arguments[i] = number;
        if (kind == 0) continue;
        if (number < 2 * GUARD) fail("a buffer is shorter than its guards");
        buffers[i] = aligned_alloc(GUARD, ((size_t)number + GUARD - 1) / GUARD * GUARD);
        if (buffers[i] == NULL) fail("no memory for a buffer");
        lengths[i] = number;
        take(buffers[i], (size_t)number);
        arguments[i] = (intptr_t)(buffers[i] + GUARD);
    }

    give_int((int32_t)kernels_run(kernel, arguments));
    for (int32_t i = 0; i < count; i++)
    {
        if (buffers[i] == NULL) continue;
        give(buffers[i], (size_t)lengths[i]);
        free(buffers[i]);
    }
}

int main(int argc, char **argv)
{
    if (argc != 3) fail("usage: kernels CASES RESULTS");
    cases = fopen(argv[1], "rb");
    results = fopen(argv[2], "wb");
    if (cases == NULL || results == NULL) fail("a file cannot be opened");
    give_int(kernels_tier());
    int32_t count = take_int();
    for (int32_t i = 0; i < count; i++) run_case();
    if (fclose(results) != 0) fail("the results cannot be written");
    return 0;
}
