import { createRoute, z } from '@hono/zod-openapi';
import { InputError, NotFound, VcpError } from '@vcp/schema/errors';
import { SUMMARY_FIELDS } from '@vcp/schema/fields';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { CatalogDataset } from '../../catalog/dataset.ts';
import type { RequestVariables } from '../asker.ts';
import type { PlatformDeps } from '../deps.ts';
import { errorAnswers, jsonAnswer, newRoutes, type PlatformHono } from '../routes.ts';
import { wireCredentials } from './credentials-routes.ts';
import { neuroglancerUrl, zarrStores } from './neuroglancer.ts';
import { wireItem } from './wire-item.ts';
import { type FileUrls, fileUrls } from './wire-links.ts';
import { wireRecord } from './wire-record.ts';
import { WirePage, WirePreview, WireRecord, WireSummary } from './wire-schemas.ts';

const MAX_QUERY_CHARACTERS = 4_096;

const queryText = z.string().max(MAX_QUERY_CHARACTERS).openapi({
  description: 'Lucene syntax: free text, field:value, phrases, AND, OR, NOT',
  example: 'tissue:liver AND latest_version:true',
});
const flag = z
  .string()
  .max(10)
  .optional()
  .openapi({ description: 'true or false, in any capitalisation' });
const datasetId = z.object({ id: z.string().max(200) });

const search = createRoute({
  method: 'get',
  path: '/search',
  summary: 'Search the catalog, best match first',
  request: {
    query: z.object({
      query: queryText,
      limit: z.coerce.number().int().min(1).max(1_000).default(10),
      cursor: z.string().max(4_096).optional(),
      use_cursor: flag,
      download: flag,
      scout: flag,
    }),
  },
  responses: {
    200: jsonAnswer(WirePage, 'A page of datasets'),
    ...errorAnswers(400, 401),
  },
});

const readDataset = createRoute({
  method: 'get',
  path: '/dataset/{id}',
  summary: 'The full record of a dataset',
  request: { params: datasetId, query: z.object({ download: flag }) },
  responses: {
    200: jsonAnswer(WireRecord, 'The record; with download=true also keys for its S3 objects'),
    ...errorAnswers(400, 401, 404),
  },
});

const summarize = createRoute({
  method: 'get',
  path: '/summarize',
  summary: 'How often each value of a field occurs, most frequent first',
  request: {
    query: z.object({
      field: z
        .string()
        .max(100)
        .openapi({ enum: [...SUMMARY_FIELDS] }),
      query: queryText.default('*'),
      size: z.coerce.number().int().min(1).max(10_000).default(1_000),
    }),
  },
  responses: {
    200: jsonAnswer(WireSummary, 'The values and their counts'),
    ...errorAnswers(400, 401),
  },
});

const preview = createRoute({
  method: 'get',
  path: '/preview/{id}',
  summary: 'A link that shows the zarr stores of a dataset in Neuroglancer',
  request: { params: datasetId },
  responses: {
    200: jsonAnswer(WirePreview, 'The link'),
    ...errorAnswers(401, 404, 422),
  },
});

type RequestContext = Context<{ Variables: RequestVariables }>;

/**
 * Search, record, summary and preview, for whoever the asker is: members see every dataset, others
 * the public ones. `security` is what the OpenAPI document says about who may ask.
 */
export function catalogRoutes(
  deps: PlatformDeps,
  security: Record<string, string[]>[],
): PlatformHono {
  return newRoutes()
    .openapi(createRoute({ ...search, security }), async (c) => {
      const { query, limit, cursor } = c.req.valid('query');
      const page = await deps.catalog.search({
        query,
        limit,
        cursor: cursor || null,
        asker: c.get('asker'),
      });
      const data = page.items.map((dataset) => wireItem(dataset, urlsFor(c, deps, dataset)));
      return c.json({ data, total: page.total, limit, cursor: page.cursor }, 200);
    })
    .openapi(createRoute({ ...readDataset, security }), async (c) => {
      const dataset = await visibleDataset(c, deps, c.req.valid('param').id);
      const isDownload = c.req.valid('query').download?.toLowerCase() === 'true';
      const credentials = isDownload ? await credentialsFor(c, deps, dataset) : null;
      const record = wireRecord(
        dataset,
        urlsFor(c, deps, dataset),
        credentials && wireCredentials(credentials),
      );
      if (credentials) c.header('cache-control', 'no-store');
      return c.json(record, 200);
    })
    .openapi(createRoute({ ...summarize, security }), async (c) => {
      const { field, query, size } = c.req.valid('query');
      const known = SUMMARY_FIELDS.find((name) => name === field.toLowerCase());
      if (known === undefined)
        throw new InputError(`There is no summary of the field ${JSON.stringify(field)}.`);
      const summary = await deps.catalog.summarize({
        field: known,
        query,
        size,
        asker: c.get('asker'),
      });
      const facets = summary.facets.map(({ value, count }) => ({ value, count }));
      return c.json({ field: known, query, total_buckets: summary.totalBuckets, facets }, 200);
    })
    .openapi(createRoute({ ...preview, security }), async (c) => {
      const dataset = await visibleDataset(c, deps, c.req.valid('param').id);
      const stores = zarrStores(dataset, urlsFor(c, deps, dataset));
      if (stores.length === 0)
        throw new HTTPException(422, {
          message: 'This dataset has no zarr store, so there is nothing to preview.',
        });
      const answer = {
        dataset_id: dataset.id,
        dataset_label: dataset.name,
        neuroglancer_url: neuroglancerUrl(deps.viewerUrl, stores),
        zarr_files: stores.map(({ url }) => url),
      };
      return c.json(answer, 200);
    });
}

/** A dataset that must not be seen is answered as one that does not exist. */
async function visibleDataset(
  c: RequestContext,
  deps: PlatformDeps,
  id: string,
): Promise<CatalogDataset> {
  const dataset = await deps.catalog.findDataset(id, c.get('asker'));
  if (dataset === null) throw new NotFound(`There is no dataset ${JSON.stringify(id)}.`);
  return dataset;
}

/** A record is of use without keys too: when none can be had it comes without, and the log says why. */
async function credentialsFor(c: RequestContext, deps: PlatformDeps, dataset: CatalogDataset) {
  try {
    return await deps.issueCredentials(dataset, c.req.raw.signal);
  } catch (error) {
    if (!(error instanceof VcpError)) throw error;
    deps.log.error({ requestId: c.get('requestId'), err: error }, 'no keys for a record');
    return null;
  }
}

function urlsFor(c: RequestContext, deps: PlatformDeps, dataset: CatalogDataset): FileUrls {
  const { origin } = new URL(c.req.url);
  return fileUrls(origin, dataset.scopes.length === 0, deps.keys.grant, deps.now());
}
