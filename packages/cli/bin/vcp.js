#!/usr/bin/env node
// Every Node, also a very old one, must understand this file: it says which Node is needed.
'use strict';

var needed = [22, 18];
var present = process.versions.node.split('.').map(Number);

if (present[0] < needed[0] || (present[0] === needed[0] && present[1] < needed[1])) {
  process.stderr.write(
    'error: vcp needs Node.js ' +
      needed.join('.') +
      ' or newer; this is ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ')\n' +
      'hint: Install a newer Node.js, or use the vcp that is a single file and needs none.\n',
  );
  process.exitCode = 1;
} else {
  start();
}

// The bundle, or in a clone that was not built the sources.
function start() {
  var bundle = [__dirname, '..', 'dist', 'vcp.js'].join('/');
  require(require('node:fs').existsSync(bundle) ? bundle : '../src/start.ts');
}
