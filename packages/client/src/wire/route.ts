import type { Platform } from '../platform.ts';

/** The route and the token of a question: without a token it goes to the public family. */
export async function routeFor(
  platform: Platform,
  path: string,
): Promise<{ readonly route: string; readonly token: string | null }> {
  const token = await platform.token();
  return { route: token === null ? `/public${path}` : path, token };
}
