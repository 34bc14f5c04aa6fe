import { isSafePath } from '@vcp/schema';
import { z } from 'zod';

/** Raised whenever the files are made differently, so that a newer program makes them anew. */
const RECIPE = 1;

const Entry = z.object({
  dataset: z.string().max(200),
  path: z.string().refine(isSafePath),
  size: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const Manifest = z.object({
  recipe: z.literal(RECIPE),
  files: z.array(Entry).max(10_000),
});

/** A file of the example as it was made; `dataset` is the external id. */
export type ManifestEntry = Readonly<z.infer<typeof Entry>>;

/** Writes down which files were made. */
export function formatManifest(files: readonly ManifestEntry[]): string {
  return `${JSON.stringify({ recipe: RECIPE, files }, null, 1)}\n`;
}

/** What {@link formatManifest} wrote; null when it is damaged or of another recipe. */
export function parseManifest(text: string): readonly ManifestEntry[] | null {
  try {
    return Manifest.parse(JSON.parse(text)).files;
  } catch {
    return null;
  }
}
