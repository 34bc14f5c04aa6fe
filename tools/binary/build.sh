#!/bin/sh
# Compiles the bundle (packages/cli/dist) into dist/vcp: one file with its own runtime, the example
# data and the help texts inside. From the bundle, because the compiler would replace some libraries
# of the sources by ones of its own.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
bun=$(ls "$root"/tools/binary/node_modules/@oven/*/bin/bun 2>/dev/null | head -n 1)
if [ -z "$bun" ]; then
  echo "There is no compiler for this system ($(uname -sm)). 'make build' makes the bundle for Node." >&2
  exit 1
fi
mkdir -p dist
# From here, because data keep their path relative to where the compiler runs. The program must not
# read an .env that lies wherever somebody starts it.
cd packages/cli/dist
"$bun" build vcp.js content.worker.js --asset=example --asset=help \
  --compile --bytecode --format=cjs --minify-syntax --entry-naming '[name].[ext]' \
  --no-compile-autoload-dotenv --no-compile-autoload-bunfig \
  --outfile "$root/dist/vcp"
ls -l "$root/dist/vcp"
