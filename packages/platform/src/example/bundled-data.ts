import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NotFound } from '@vcp/schema/errors';

const NAME = 'pbmc68k_reduced.h5ad';
// From this file in the sources; from one bundled file, with the data beside or one folder up.
const PLACES = ['../../example/', './example/', '../example/'];

/** The path of the example data that come with the program. Throws {@link NotFound} without them. */
export async function findBundledData(): Promise<string> {
  const paths = PLACES.map((place) => fileURLToPath(new URL(place + NAME, import.meta.url)));
  for (const path of paths) {
    try {
      await access(path);
      return path;
    } catch {
      // The next place.
    }
  }
  throw new NotFound(`the example data are missing: ${NAME} is in none of ${paths.join(', ')}`, {
    hint: 'Install vcp again.',
  });
}
