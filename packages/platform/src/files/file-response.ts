import { basename } from 'node:path/posix';
import { evaluateConditions, mayHonourRange, type Validators } from './conditions.ts';
import { openUnchanged, type ServedFile } from './open-file.ts';
import { type RequestedRange, readRange } from './range.ts';
import { readPart } from './read-part.ts';

/** What a request for a file says. */
export interface FileRequest {
  /** `HEAD` gets the same headers and no bytes. */
  readonly method: string;
  readonly headers: Headers;
  /** The name to save it under: the last segment of the path that was asked for. */
  readonly path: string;
  readonly now: Date;
}

/**
 * Answers a request for a registered file: whole or one range of it, with the headers by which a
 * client resumes and verifies a download. Returns `gone` or `changed` when the bytes on disk are
 * not those that were registered.
 */
export async function fileResponse(
  file: ServedFile,
  request: FileRequest,
): Promise<Response | 'gone' | 'changed'> {
  const opened = await openUnchanged(file);
  if (typeof opened === 'string') return opened;
  let isHandedOver = false;
  try {
    const validators = { etag: entityTag(file), modified: new Date(file.modifiedMs) };
    const headers = describe(file, validators.etag, request.path);
    const verdict = evaluateConditions(request.headers, validators);
    if (verdict === 'failed') return new Response(null, { status: 412, headers });
    if (verdict === 'not-modified') return new Response(null, { status: 304, headers });
    const range = requestedRange(request, file.size, validators);
    if (range.kind === 'unsatisfiable') {
      headers.set('content-range', `bytes */${file.size}`);
      return new Response(null, { status: 416, headers });
    }
    const [first, last] = range.kind === 'part' ? [range.first, range.last] : [0, file.size - 1];
    headers.set('content-length', String(last - first + 1));
    headers.set('content-type', 'application/octet-stream');
    if (range.kind === 'part') headers.set('content-range', `bytes ${first}-${last}/${file.size}`);
    const status = range.kind === 'part' ? 206 : 200;
    if (request.method === 'HEAD' || file.size === 0)
      return new Response(null, { status, headers });
    isHandedOver = true;
    return new Response(readPart(opened, file, first, last), { status, headers });
  } finally {
    if (!isHandedOver) await opened.close();
  }
}

/** A range means something to GET only, and only of the bytes that the client has the rest of. */
function requestedRange(
  { method, headers, now }: FileRequest,
  size: number,
  validators: Validators,
): RequestedRange {
  const header = headers.get('range');
  return header !== null && method === 'GET' && mayHonourRange(headers, validators, now)
    ? readRange(header, size)
    : { kind: 'whole' };
}

function entityTag(file: ServedFile): string {
  return file.sha256 === null
    ? `"${file.size.toString(16)}-${file.modifiedMs.toString(16)}"`
    : `"${file.sha256}"`;
}

function describe(file: ServedFile, etag: string, path: string): Headers {
  const headers = new Headers({
    'accept-ranges': 'bytes',
    etag,
    // Kept by a browser only, and asked about each time.
    'cache-control': 'private, no-cache',
    'last-modified': new Date(file.modifiedMs).toUTCString(),
    'content-disposition': attachment(basename(path)),
  });
  if (file.sha256 !== null) {
    const digest = Buffer.from(file.sha256, 'hex').toString('base64');
    headers.set('repr-digest', `sha-256=:${digest}:`);
    headers.set('digest', `sha-256=${digest}`);
  }
  return headers;
}

/** RFC 6266: a plain name for old clients, the exact one in UTF-8. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w.+-]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
