// How `make release` bumps versions and writes CHANGELOG.md. All packages move together.
import { globSync } from 'node:fs';

/** The version of a package.json, and those of our own packages that it depends on. */
const workspaceVersion = {
  readVersion: (text) => JSON.parse(text).version,
  writeVersion: (text, version) =>
    text
      .replace(/("version": )"[^"]+"/, `$1"${version}"`)
      .replace(/("@vcp\/[^"]+": )"\d[^"]*"/g, `$1"${version}"`),
};

export default {
  packageFiles: [{ filename: 'package.json', updater: workspaceVersion }],
  bumpFiles: globSync([
    'package.json',
    'packages/*/package.json',
    'e2e/package.json',
    'bench/package.json',
  ]).map((filename) => ({ filename, updater: workspaceVersion })),
  commitAll: true,
  scripts: {
    postbump: 'npm install --package-lock-only --ignore-scripts',
    precommit: 'git add package-lock.json',
  },
  header: '# Changelog\n\nWritten from the commits by `make release`. Versions are semantic.\n',
  types: [
    { type: 'feat', section: 'New' },
    { type: 'fix', section: 'Fixed' },
    { type: 'perf', section: 'Faster' },
  ],
  commitUrlFormat: '',
  compareUrlFormat: '',
  issueUrlFormat: '',
};
