#!/usr/bin/env bash
# What takes too long for every commit: every function over all 2^32 floats, every kernel at every width from 1 to 256.
# About half an hour on two cores. Prints what it found; ends with 1 if anything is out of its bounds.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 KERNELS_EXHAUSTIVE=1
status=0
run() { dotnet run -c Release --project "tests/$1" -- "${@:2}" || status=1; }
run Kernels.Runtime.Tests -class Kernels.Runtime.Tests.Numerics.AccuracyTests -showliveoutput
run Kernels.Generators.Tests -namespace Kernels.Generators.Tests.KernelProperties
exit $status
