import { createHash } from 'node:crypto';
import {
  json,
  type ScriptedAnswer,
  type ScriptedPlatformOptions,
  type SeenRequest,
} from './scripted-platform-answer.ts';
import { FULL_CREDENTIALS, type ScriptedDataset } from './scripted-platform-datasets.ts';

const BASE = '/v1/data';

/** The answer of the data API to a request: both families of routes, errors as `{"detail"}`. */
export function answerFor(request: SeenRequest, options: ScriptedPlatformOptions): ScriptedAnswer {
  const { path } = request;
  if (path.startsWith('/files/')) return answerFile(request, options);
  if (!path.startsWith(`${BASE}/`)) return detail(404, 'Not Found');
  const rest = path.slice(BASE.length + 1);
  const isPublic = rest.startsWith('public/');
  if (!isPublic && !isSignedIn(request, options)) return detail(401, 'Not authenticated');
  const route = isPublic ? rest.slice('public/'.length) : rest;
  if (request.method === 'POST')
    return route === 'credentials' && !isPublic
      ? answerCredentials(request, options)
      : detail(405, 'Method Not Allowed');
  return answerGet(route, request, visible(options, isPublic), options);
}

function isSignedIn({ headers }: SeenRequest, { token }: ScriptedPlatformOptions): boolean {
  return token !== undefined && headers.authorization === `Bearer ${token}`;
}

function visible(options: ScriptedPlatformOptions, isPublic: boolean): readonly ScriptedDataset[] {
  return (options.datasets ?? []).filter(({ restricted }) => !(isPublic && restricted));
}

function answerGet(
  route: string,
  request: SeenRequest,
  datasets: readonly ScriptedDataset[],
  options: ScriptedPlatformOptions,
): ScriptedAnswer {
  const [verb, encoded] = route.split('/', 2);
  if (verb === 'search') return answerSearch(request, datasets, options);
  if (verb === 'summarize') return answerSummary(request, datasets);
  const id = decodeURIComponent(encoded ?? '');
  const dataset = datasets.find((candidate) => candidate.id === id);
  if (verb !== 'dataset' && verb !== 'preview') return detail(404, 'Not Found');
  if (!dataset) return detail(404, `Dataset ${id} not found`);
  if (verb === 'preview')
    return dataset.preview === undefined
      ? detail(422, 'This dataset has no zarr files')
      : json(dataset.preview);
  const withKeys = request.query.get('download') === 'true';
  return json({ ...dataset.record, credentials: withKeys ? (dataset.credentials ?? null) : null });
}

/** `fail:` and `none` are scripted; any other word must occur in the item. */
function answerSearch(
  { query }: SeenRequest,
  datasets: readonly ScriptedDataset[],
  { withoutLimit }: ScriptedPlatformOptions,
): ScriptedAnswer {
  const text = query.get('query') ?? '';
  if (text.includes('tissue:)')) return detail(400, 'unexpected ")" at position 8');
  const limit = Number(query.get('limit'));
  const start = Number(query.get('cursor')?.slice(1) ?? 0);
  const word = text.split(' AND ')[0]?.replace(/^\(|\)$/g, '') ?? '';
  const found = datasets.filter(
    ({ item }) => word === '*' || JSON.stringify(item).toLowerCase().includes(word.toLowerCase()),
  );
  const data = found.slice(start, start + limit).map(({ item }) => item);
  const end = start + data.length;
  return json({
    data,
    total: found.length,
    ...(withoutLimit ? {} : { limit }),
    cursor: end < found.length ? `c${end}` : null,
    credentials: null,
  });
}

function answerSummary(
  { query }: SeenRequest,
  datasets: readonly ScriptedDataset[],
): ScriptedAnswer {
  const field = query.get('field') ?? '';
  const counts = new Map<string, number>();
  for (const { item } of datasets)
    for (const value of [item[field] ?? []].flat())
      counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const facets = [...counts].map(([value, count]) => ({ value, count }));
  const total_buckets = facets.length;
  return json({ field, query: query.get('query'), total_buckets, facets });
}

function answerCredentials(
  request: SeenRequest,
  { datasets = [] }: ScriptedPlatformOptions,
): ScriptedAnswer {
  const { ids } = JSON.parse(request.body);
  const dataset = datasets.find(({ id }) => Array.isArray(ids) && id === ids[0]);
  return json({ credentials: dataset?.credentials ?? FULL_CREDENTIALS });
}

function answerFile(request: SeenRequest, { files = {} }: ScriptedPlatformOptions): ScriptedAnswer {
  const name = decodeURIComponent(request.path.slice('/files/'.length));
  const body = files[name];
  if (body === undefined) return detail(404, 'Not Found');
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  const headers = { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes', etag };
  const range = /^bytes=(\d+)-(\d*)$/.exec(String(request.headers.range ?? ''));
  const isSame = [undefined, etag].includes(request.headers['if-range']?.toString());
  if (range === null || !isSame) return { headers, body };
  const first = Number(range[1]);
  const last = Math.min(range[2] ? Number(range[2]) : body.length - 1, body.length - 1);
  if (first > last)
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${body.length}` } };
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${first}-${last}/${body.length}` },
    body: body.subarray(first, last + 1),
  };
}

function detail(status: number, text: string): ScriptedAnswer {
  return json({ detail: text }, status);
}
