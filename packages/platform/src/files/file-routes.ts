import { z } from '@hono/zod-openapi';
import { InputError, NotFound } from '@vcp/schema/errors';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type Asker, identifyAsker, type RequestVariables } from '../server/asker.ts';
import type { PlatformDeps } from '../server/deps.ts';
import { errorAnswers, jsonAnswer, newRoutes, type PlatformHono } from '../server/routes.ts';
import { isGranted } from './file-grant.ts';
import { fileResponse } from './file-response.ts';

const Listing = z
  .object({
    files: z.array(
      z.object({
        path: z.string().openapi({ description: 'Relative to the folder' }),
        size: z.int().nonnegative(),
        sha256: z.string().nullable(),
      }),
    ),
    next: z.string().nullable().openapi({ description: 'The cursor of the next page' }),
  })
  .openapi('Listing');

type FileContext = Context<{ Variables: RequestVariables }>;

/**
 * The files of datasets, at `/files/<dataset id>/<path>`, and at `/files/granted/<grant>/…` for who
 * holds a grant. Only what is registered is ever opened: the path of a request is looked up, never
 * joined to a folder. A URL that ends with a slash is a folder; `?list` lists it, page by page.
 */
export function fileRoutes(deps: PlatformDeps): PlatformHono {
  const routes = newRoutes();
  describeRoutes(routes);
  routes.get('/granted/:grant/:dataset/*', (c) => {
    const { grant, dataset } = c.req.param();
    if (!isGranted(deps.keys.grant, dataset, grant, deps.now()))
      throw new HTTPException(403, {
        message: 'This link has expired or is not ours. Ask the catalog for a new one.',
      });
    return answer(c, deps, dataset, 'member');
  });
  routes.get('/:dataset/*', identifyAsker(deps.accessToken, 'optional'), (c) =>
    answer(c, deps, c.req.param('dataset'), c.get('asker')),
  );
  return routes;
}

async function answer(
  c: FileContext,
  deps: PlatformDeps,
  datasetId: string,
  asker: Asker,
): Promise<Response> {
  const path = pathBelow(new URL(c.req.url).pathname, datasetId);
  if (c.req.path.endsWith('/')) return listing(c, deps, datasetId, path, asker);
  const file = await deps.catalog.findFile(datasetId, path, asker);
  if (file === null) throw new NotFound('There is no such file.');
  const { headers, method } = c.req.raw;
  const response = await fileResponse(file, { method, headers, path, now: deps.now() });
  if (response === 'gone')
    throw new HTTPException(410, {
      message: 'The catalog has this file, but it is no longer on the disk of the platform.',
    });
  if (response === 'changed')
    throw new HTTPException(409, {
      message: 'The file was changed after it was registered. It must be imported again.',
    });
  return response;
}

async function listing(
  c: FileContext,
  deps: PlatformDeps,
  datasetId: string,
  folder: string,
  asker: Asker,
): Promise<Response> {
  if (c.req.query('list') === undefined)
    throw new InputError('This is a folder. Add ?list to see what is in it.');
  const cursor = c.req.query('cursor') ?? null;
  if (cursor?.includes('\0')) throw new InputError('The cursor is none that a list gave.');
  const page = await deps.catalog.listFiles({ datasetId, folder, cursor }, asker);
  if (page === null) throw new NotFound('There is no such folder.');
  const files = page.files.map(({ path, size, sha256 }) => ({ path, size, sha256 }));
  return c.json({ files, next: page.next }, 200);
}

/** What stands behind the dataset id, decoded; the empty text when nothing does. */
function pathBelow(pathname: string, datasetId: string): string {
  const start = pathname.indexOf(`/${datasetId}/`);
  const encoded = start === -1 ? '' : pathname.slice(start + datasetId.length + 2);
  return encoded.split('/').map(decodeSegment).join('/');
}

function decodeSegment(segment: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch {
    throw new InputError('The path is not valid percent-encoding.');
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
  if (/[/\u0000]/.test(decoded)) throw new NotFound('There is no such file.');
  return decoded;
}

/** A path of many segments has no form in OpenAPI; it is described as one parameter. */
function describeRoutes(routes: PlatformHono): void {
  const binary = {
    'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
  };
  const dataset = z.string().openapi({ description: 'The id of the dataset' });
  const path = z.string().openapi({ description: 'One or more segments' });
  const query = z.object({
    list: z.string().optional().openapi({ description: 'For a folder (trailing slash): list it' }),
    cursor: z.string().optional(),
  });
  const responses = {
    200: {
      description: 'The file, or the list of a folder',
      content: { ...binary, 'application/json': { schema: Listing } },
    },
    206: { description: 'The range that was asked for', content: binary },
    304: { description: 'Unchanged' },
    ...errorAnswers(400, 401, 404),
    409: { description: 'The file on disk is not the one that was registered' },
    410: { description: 'The file is no longer on disk' },
    412: { description: 'A precondition does not hold' },
    416: { description: 'The range begins behind the end of the file' },
  };
  routes.openAPIRegistry.registerPath({
    method: 'get',
    path: '/{dataset}/{path}',
    summary: 'A file of a dataset, or a range of it',
    request: { params: z.object({ dataset, path }), query },
    responses,
  });
  routes.openAPIRegistry.registerPath({
    method: 'get',
    path: '/granted/{grant}/{dataset}/{path}',
    summary: 'A file of a dataset that is not public, by a link from its record',
    request: { params: z.object({ grant: z.string(), dataset, path }), query },
    responses: { ...responses, 403: jsonAnswer(z.object({ detail: z.string() }), 'Expired link') },
  });
}
