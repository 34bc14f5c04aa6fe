import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { secretEquals } from './secret-equals.ts';

/** Who asks: somebody without a token, or a holder of the platform's access token. */
export type Asker = 'anonymous' | 'member';

/** What a handler learns about its request. */
export interface RequestVariables {
  asker: Asker;
  requestId: string;
}

const BEARER = /^bearer +(\S+) *$/i;

/**
 * Tells handlers who asks. `required` answers 401 unless the right token came. `optional` takes no
 * token, and `Bearer None` of the original client, as anonymous, but still refuses a wrong one.
 * `ignored` never looks: the public routes, where every asker is anonymous.
 */
export function identifyAsker(accessToken: string, token: 'required' | 'optional' | 'ignored') {
  return createMiddleware<{ Variables: RequestVariables }>(async (c, next) => {
    const asker =
      token === 'ignored' ? 'anonymous' : askerOf(c.req.header('authorization'), accessToken);
    if (asker === null || (asker === 'anonymous' && token === 'required'))
      throw new HTTPException(401, {
        message:
          asker === null
            ? 'The access token is wrong. Sign in again.'
            : 'Sign in first: this needs an access token.',
      });
    c.set('asker', asker);
    await next();
  });
}

/** Null means that a token came and is not ours. */
function askerOf(authorization: string | undefined, accessToken: string): Asker | null {
  if (authorization === undefined) return 'anonymous';
  const given = BEARER.exec(authorization)?.[1];
  if (given === 'None') return 'anonymous';
  return given !== undefined && secretEquals(given, accessToken) ? 'member' : null;
}
