import { createRoute, z } from '@hono/zod-openapi';
import { NotFound } from '@vcp/schema/errors';
import type { IssuedCredentials } from '../../credentials/credential-issuer.ts';
import type { PlatformDeps } from '../deps.ts';
import { errorAnswers, jsonAnswer, newRoutes, type PlatformHono } from '../routes.ts';
import { type WireCredentials, WireCredentialsAnswer } from './wire-schemas.ts';

const requestCredentials = createRoute({
  method: 'post',
  path: '/credentials',
  summary: 'Short-lived keys that read the S3 objects of one dataset',
  description:
    'Without a token, keys for public datasets. An empty object when the dataset has no S3 object of this platform.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ ids: z.array(z.string().max(200)).length(1) }),
        },
      },
    },
  },
  responses: {
    200: jsonAnswer(WireCredentialsAnswer, 'The keys'),
    ...errorAnswers(400, 401, 404),
  },
});

/** Issues keys for one dataset at a time. */
export function credentialsRoutes(deps: PlatformDeps): PlatformHono {
  return newRoutes().openapi(requestCredentials, async (c) => {
    const [id = ''] = c.req.valid('json').ids;
    const dataset = await deps.catalog.findDataset(id, c.get('asker'));
    if (dataset === null) throw new NotFound(`There is no dataset ${JSON.stringify(id)}.`);
    const issued = await deps.issueCredentials(dataset, c.req.raw.signal);
    c.header('cache-control', 'no-store');
    return c.json({ credentials: issued === null ? {} : wireCredentials(issued) }, 200);
  });
}

/** Issued keys in the form of the API. */
export function wireCredentials(issued: IssuedCredentials): WireCredentials {
  return {
    access_key_id: issued.accessKeyId,
    secret_access_key: issued.secretAccessKey,
    session_token: issued.sessionToken,
    expiration: issued.expiration.toISOString(),
    ...(issued.endpointUrl === null ? {} : { endpoint_url: issued.endpointUrl }),
    region: issued.region,
  };
}
