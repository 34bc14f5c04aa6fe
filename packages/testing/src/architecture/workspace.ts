import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One package of this repository. */
export interface WorkspacePackage {
  readonly name: string;
  readonly folder: string;
  readonly exports: Readonly<Record<string, string>>;
  /** The names of all packages that it says it depends on. */
  readonly declared: ReadonlySet<string>;
}

const DEPENDENCY_KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** The repository's root. */
export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** The packages of this repository by name. */
export function readWorkspace(root = ROOT): ReadonlyMap<string, WorkspacePackage> {
  const packages = globSync('{packages/*,e2e,bench}/package.json', { cwd: root }).map((file) => {
    const text: Record<string, unknown> = JSON.parse(readFileSync(join(root, file), 'utf8'));
    return {
      name: String(text.name),
      folder: join(root, dirname(file)),
      exports: Object(text.exports),
      declared: new Set(
        DEPENDENCY_KINDS.flatMap((kind) => Object.keys(Object(Reflect.get(text, kind)))),
      ),
    };
  });
  return new Map(packages.map((found) => [found.name, found]));
}

/** Tests, and `test-….ts` files that help them; in `@vcp/testing` the latter are its product. */
function isForTests(found: WorkspacePackage, file: string): boolean {
  return /\.test\.ts$/.test(file) || (found.name !== '@vcp/testing' && /\/test-[^/]+$/.test(file));
}

/** The TypeScript sources of a package, without what is there for tests only. */
export function sourceFiles(found: WorkspacePackage): readonly string[] {
  return globSync('{src,bin}/**/*.ts', { cwd: found.folder })
    .map((file) => join(found.folder, file))
    .filter((file) => !isForTests(found, file))
    .sort();
}

/** The name of the package that a bare specifier means; null for a path. */
export function packageOf(specifier: string): string | null {
  if (specifier.startsWith('.') || specifier.startsWith('/')) return null;
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/**
 * The source file that an import means, if it is one of this repository; null for packages from
 * elsewhere. Throws if a package of ours does not export what is asked for.
 */
export function resolveSource(
  workspace: ReadonlyMap<string, WorkspacePackage>,
  from: string,
  specifier: string,
): string | null {
  const name = packageOf(specifier);
  if (name === null) return resolve(dirname(from), specifier);
  const target = workspace.get(name);
  if (target === undefined) return null;
  const exported = target.exports[`.${specifier.slice(name.length)}`];
  if (exported === undefined) throw new Error(`${from}: ${specifier} is not exported`);
  return join(target.folder, exported);
}
