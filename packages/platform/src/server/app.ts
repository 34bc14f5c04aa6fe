import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { NotFound } from '@vcp/schema/errors';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { getPath } from 'hono/utils/url';
import { fileRoutes } from '../files/file-routes.ts';
import { identifyAsker, type RequestVariables } from './asker.ts';
import { catalogRoutes } from './data/catalog-routes.ts';
import { credentialsRoutes } from './data/credentials-routes.ts';
import type { PlatformDeps } from './deps.ts';
import { answerError } from './error-answer.ts';
import { guardRequests } from './request-guard.ts';
import { logRequests } from './request-log.ts';
import { jsonAnswer, newRoutes, type PlatformHono } from './routes.ts';

const MAX_BODY_BYTES = 64 * 1024;

/**
 * The platform as one web application: the data API for members at `/v1/data` and for everybody at
 * `/v1/data/public`, the files, and its own description at `/openapi.json`. Every error is answered
 * as `{"detail": "…"}`.
 */
export function createApp(deps: PlatformDeps): PlatformHono {
  const app = new OpenAPIHono<{ Variables: RequestVariables }>({ getPath: routedPath });
  app.onError((error, c) => answerError(c, error, deps.log));
  app.notFound((c) => answerError(c, new NotFound('There is nothing at this address.'), deps.log));
  app.use(answerHeaders);
  app.use(logRequests(deps.log));
  app.use(guardRequests({ hostNames: deps.hostNames, fileOrigins: originOf(deps.viewerUrl) }));
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new HTTPException(413, {
          message: `A request holds ${MAX_BODY_BYTES} bytes at most.`,
        });
      },
    }),
  );
  app.route('/v1/data/public', publicRoutes(deps));
  app.route('/v1/data', memberRoutes(deps));
  app.route('/files', fileRoutes(deps));
  app.route('/', ownRoutes(deps));
  app.openAPIRegistry.registerComponent('securitySchemes', 'accessToken', {
    type: 'http',
    scheme: 'bearer',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'vcp platform',
      version: '1',
      description: 'The catalog of datasets, their files, and keys for those in S3.',
    },
  });
  return app;
}

function publicRoutes(deps: PlatformDeps): PlatformHono {
  const routes = newRoutes();
  routes.use(identifyAsker(deps.accessToken, 'ignored'));
  routes.route('/', catalogRoutes(deps, []));
  return routes;
}

function memberRoutes(deps: PlatformDeps): PlatformHono {
  const routes = newRoutes();
  routes.use('/credentials', identifyAsker(deps.accessToken, 'optional'));
  for (const path of ['/search', '/dataset/*', '/summarize', '/preview/*'])
    routes.use(path, identifyAsker(deps.accessToken, 'required'));
  routes.route('/', catalogRoutes(deps, [{ accessToken: [] }]));
  routes.route('/', credentialsRoutes(deps));
  return routes;
}

/** What the server says about itself. */
function ownRoutes(deps: PlatformDeps): PlatformHono {
  return newRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/',
        summary: 'What this is, and where its parts are',
        responses: { 200: jsonAnswer(z.record(z.string(), z.string()), 'Links') },
      }),
      (c) => {
        const { origin } = new URL(c.req.url);
        const links = {
          name: 'vcp platform',
          data: `${origin}/v1/data`,
          openapi: `${origin}/openapi.json`,
          health: `${origin}/healthz`,
          use: `vcp --platform ${origin} data search '*'`,
        };
        return c.json(links, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/healthz',
        summary: 'Whether the server and its database answer',
        responses: { 200: jsonAnswer(z.object({ status: z.literal('ok') }), 'They do') },
      }),
      async (c) => {
        await deps.catalog.ping();
        return c.json({ status: 'ok' as const }, 200);
      },
    );
}

const safeHeaders = secureHeaders({
  strictTransportSecurity: false,
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
});

/**
 * Headers of every answer: the id under which the log knows the request; nothing is guessed, framed,
 * or kept by a cache unless a route says so.
 */
const answerHeaders = createMiddleware<{ Variables: RequestVariables }>(async (c, next) => {
  c.set('requestId', crypto.randomUUID());
  await safeHeaders(c, next);
  c.res.headers.set('x-request-id', c.get('requestId'));
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
});

/** The original client makes `/v1/data//dataset/…` of a base URL that ends with a slash. */
function routedPath(request: Request): string {
  const path = getPath(request);
  return path.startsWith('/v1/') ? path.replace(/\/{2,}/g, '/') : path;
}

function originOf(url: string): ReadonlySet<string> {
  return new Set([new URL(url).origin]);
}
