#!/usr/bin/env bash
# Builds every package into artifacts/packages (or the folder given). The same sources give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
output=$(realpath -m "${1:-artifacts/packages}")
mkdir -p "$output"
rm -f "$output"/*.nupkg
dotnet msbuild nuget/Packages.proj -nologo -v:q -p:Configuration=Release -p:PackagesFolder="$output/"
(cd "$output" && sha256sum ./*.nupkg)
