#!/bin/sh
# Sees to it that the pinned Node is in node_modules/.bin. Some versions of npm lose the link, since
# the builds for other systems, which they take away again, have a program of the same name.
set -eu
cd "$(dirname "$0")/.."
if [ ! -x node_modules/.bin/node ]; then
  for node in node_modules/node-*/bin/node; do
    if [ -x "$node" ]; then ln -sf "../${node#node_modules/}" node_modules/.bin/node; fi
  done
fi
PATH="$PWD/node_modules/.bin:$PATH"
if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 22 || (a == 22 && b >= 18) ? 0 : 1)'; then
  echo "There is no pinned Node for this system, and the installed one is $(node -v): 22.18 or later is needed." >&2
  exit 1
fi
