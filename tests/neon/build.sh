#!/usr/bin/env bash
# build.sh FOLDER INSTRUCTION_SET: compiles FOLDER/*.cs (kernels as the generator wrote them, the surface, the table of entries) and the
# product's files that FOLDER/numerics.rsp lists to FOLDER/INSTRUCTION_SET/kernels, a program for ARM64, and its listing.
# Ends with 3 when a tool is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "$1" && pwd)
set=$2
out=$folder/$set
compiler=${NUGET_PACKAGES:-$HOME/.nuget/packages}/runtime.linux-x64.microsoft.dotnet.ilcompiler/10.0.12/tools/ilc

missing() { echo "$1"; exit 3; }
command -v aarch64-linux-gnu-gcc > /dev/null || missing "aarch64-linux-gnu-gcc is missing: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross"
command -v qemu-aarch64 > /dev/null || missing "qemu-aarch64 is missing: apt-get install qemu-user"
if [ ! -f "$compiler" ]; then
  timeout 120 dotnet restore "$here/compiler.csproj" -v q > /dev/null 2>&1 || true
  [ -f "$compiler" ] || missing "the ARM64 compiler is missing: dotnet restore tests/neon/compiler.csproj"
fi
# Packages come without the right to run.
[ -x "$compiler" ] || chmod +x "$compiler"
mkdir -p "$out"

# The C# compiler of the SDK, as in the build of the product.
if [ ! -f "$folder/kernels.dll" ]; then
  sdk=$(cd "$here" && dotnet --version)
  csc=$(dirname "$(readlink -f "$(command -v dotnet)")")/sdk/$sdk/Roslyn/bincore/csc.dll
  timeout 300 dotnet "$csc" -nologo -noconfig -nostdlib -runtimemetadataversion:v4.0.30319 -unsafe -optimize+ -deterministic+ \
    -langversion:14.0 -debug:embedded -checksumalgorithm:SHA256 -nowarn:0108,0114,0169,0414,0626,0649,0809,8500,8632 \
    -target:exe -out:"$folder/kernels.dll" "$here"/nanocore/*.cs "$here/Export.cs" "$folder"/*.cs @"$folder/numerics.rsp"
fi

timeout 300 "$compiler" "$folder/kernels.dll" -o:"$out/kernels.o" --systemmodule:kernels --targetos:linux --targetarch:arm64 -O --Ot \
  --instruction-set:"$set" --nopreinitstatics --reflectiondata:none --noscan --nativelib
aarch64-linux-gnu-objdump -dr --no-show-raw-insn "$out/kernels.o" > "$out/kernels.lst"
# gcc 12 fails on the harness at -O2.
timeout 120 aarch64-linux-gnu-gcc -O1 -Wall -Werror -static -no-pie -o "$out/kernels" "$here/harness/main.c" "$here/harness/features.c" "$out/kernels.o"
