#!/bin/sh
# Compiles the program into dist/vcp: one file with its own runtime.
set -eu
cd "$(dirname "$0")/../.."
bun=$(ls tools/binary/node_modules/@oven/*/bin/bun 2>/dev/null | head -n 1)
if [ -z "$bun" ]; then
  echo "There is no compiler for this system ($(uname -sm)). 'make build' makes the bundle for Node." >&2
  exit 1
fi
mkdir -p dist
"$bun" build packages/cli/src/main.ts --compile --bytecode --format=esm --minify-syntax --outfile dist/vcp
ls -l dist/vcp
