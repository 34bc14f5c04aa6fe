import { Preview } from '@vcp/schema';
import type { Platform } from '../platform.ts';
import { ask, readAnswer } from '../wire/ask.ts';
import { parseJson } from '../wire/parse-json.ts';
import { routeFor } from '../wire/route.ts';

const HINTS = {
  refused: 'Zarr stores can be previewed; `vcp data describe` lists the files of a dataset.',
  unknown: null,
};

/** Where a dataset can be looked at. Throws `InputError` for one that cannot be shown. */
export async function readPreview(
  platform: Platform,
  id: string,
  signal: AbortSignal,
): Promise<Preview> {
  const { route, token } = await routeFor(platform, `/preview/${encodeURIComponent(id)}`);
  const subject = `a preview of dataset ${id}`;
  const text = await ask(platform, { route, token, subject, hints: HINTS }, signal);
  const source = `the preview of dataset ${id}`;
  return readAnswer(Preview, parseJson(text, source), source);
}
