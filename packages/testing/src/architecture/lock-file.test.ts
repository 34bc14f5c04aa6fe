import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './workspace.ts';

/** What the lock file says of one package. */
interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

const lockFile: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
);
const foreign = Object.entries(lockFile.packages).filter(([path]) =>
  path.includes('node_modules/'),
);

test('the lock file names no address to fetch from, so that any registry will do', () => {
  const addressed = foreign.filter(([, { resolved, link }]) => resolved !== undefined && !link);
  expect(addressed).toEqual([]);
});

test('the lock file knows the digest of every foreign package', () => {
  const unchecked = foreign.filter(([, { integrity, link }]) => integrity === undefined && !link);
  expect(unchecked.map(([path]) => path)).toEqual([]);
});

test('every dependency is pinned to one exact version', () => {
  const loose = Object.entries(lockFile.packages)
    .filter(([path]) => !path.includes('node_modules/'))
    .flatMap(([path, found]) =>
      ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
        Object.entries<string>(Object(Reflect.get(found, kind)))
          .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
          .map(([name, version]) => `${path || 'root'}: ${name} ${version}`),
      ),
    );
  expect(loose).toEqual([]);
});
