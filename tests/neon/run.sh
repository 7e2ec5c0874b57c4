#!/usr/bin/env bash
# run.sh FOLDER INSTRUCTION_SET CPU CASES RESULTS: runs the kernels that build.sh built on an emulated processor. What would throw hangs
# instead, so the time is limited.
set -euo pipefail
ulimit -c 0
exec timeout 300 qemu-aarch64 -cpu "$3" "$1/$2/kernels" "$4" "$5"
