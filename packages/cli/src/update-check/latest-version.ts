import type { Fetch, FetchAnswer } from '@vcp/client';
import { BadAnswer, Failed, NotFound, ServerError } from '@vcp/schema/errors';
import { isVersion } from './versions.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * Asks an npm registry for the newest version of a package. Sends nothing but the package's name.
 * Throws a coded error when it is not published, or the answer makes no sense.
 */
export async function readLatestVersion(
  registry: URL,
  name: string,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<string> {
  const url = new URL(`${name.replace('/', '%2f')}/latest`, registry);
  const answer = await fetch(url, {
    method: 'GET',
    signal,
    redirect: 'manual',
    headers: { accept: 'application/json' },
    body: null,
  });
  if (answer.status === 404) {
    await answer.body?.cancel();
    throw new NotFound(`the npm registry has no package ${name}`);
  }
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new ServerError(`the npm registry answered ${answer.status}`);
  }
  const version = versionIn(await boundedText(answer));
  if (!isVersion(version)) throw new BadAnswer('the npm registry named no valid version');
  return version;
}

async function boundedText(answer: FetchAnswer): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_BYTES) throw new Failed('the answer of the npm registry is too long');
  }
  return text;
}

function versionIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'version' in value ? value.version : null;
  } catch {
    return null;
  }
}
