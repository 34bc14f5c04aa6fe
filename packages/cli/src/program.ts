import manifest from '../package.json' with { type: 'json' };

/** The name under which the program is published, and its version. */
export const PROGRAM: { readonly name: string; readonly version: string } = {
  name: manifest.name,
  version: manifest.version,
};
