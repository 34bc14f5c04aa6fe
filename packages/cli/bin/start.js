'use strict';

const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

const bundle = join(__dirname, '..', 'dist', 'vcp.js');

// Compiled code is kept for the next run; where that cannot be, it runs all the same.
enableCompileCache?.();
require(existsSync(bundle) ? bundle : join(__dirname, '..', 'src', 'main.ts'));
