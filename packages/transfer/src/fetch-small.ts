import { constants } from 'node:fs';
import { type Fetched, type Fetching, refuseOtherSize, TooLarge } from './fetching.ts';
import { errnoOf, type FileSystem } from './file-system.ts';
import { type Expectation, refuseMismatch, strongest } from './integrity/expectation.ts';
import type { Hasher } from './integrity/hasher.ts';
import { land } from './landing.ts';
import { ownPartPath } from './parts/part-name.ts';
import type { ByteRange, ReadHead, Sink, SourceVersion } from './stores/store.ts';
import { StoreFault } from './stores/store-fault.ts';

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Fetches a file of at most one chunk, or of a length that nobody tells, in one go: one request,
 * hashed while it comes. A lost connection is taken up at the byte reached; what is unfinished when
 * the attempt ends is removed.
 *
 * @throws {TooLarge} when it turns out to be larger
 */
export async function fetchSmall(fetching: Fetching): Promise<Fetched> {
  const { run, target, path } = fetching;
  const { fs } = run.context;
  const part = ownPartPath(target, run.candidates.partTag);
  const fd = create(fs, part);
  let isOpen = true;
  const close = () => {
    if (isOpen) fs.close(fd);
    isOpen = false;
  };
  try {
    const body = await receive(fetching, fd);
    const { expected, version } = body;
    if (expected) refuseMismatch(path, body.digest(), expected);
    await fs.sync(fd);
    close();
    const { folder, options } = run;
    const landed = land({ fs, folder, part, target, path, existing: options.existing });
    const verified = expected?.verification ?? 'length';
    return { outcome: 'fetched', ...landed, verified, etag: version?.etag ?? null };
  } catch (error) {
    close();
    if (fs.lstat(part)) fs.unlink(part);
    throw error;
  }
}

/** Takes one body, which may come in several pieces, into an open file. */
class SmallBody implements Sink {
  position = 0;
  total: number | null = null;
  version: SourceVersion | null = null;
  expected: Expectation | null = null;
  readonly #fetching: Fetching;
  readonly #fd: number;
  #hasher: Hasher | null = null;

  constructor(fetching: Fetching, fd: number) {
    this.#fetching = fetching;
    this.#fd = fd;
  }

  /** What is still to be asked for; null for all of it. */
  get range(): ByteRange | null {
    const { position: start, total: end } = this;
    return start > 0 && end !== null ? { start, end } : null;
  }

  head({ version, range }: ReadHead): void {
    const { run, file } = this.#fetching;
    if (this.position > 0 && range !== null) return;
    const total = version.size;
    const most = run.context.limits.chunkBytes;
    if (total !== null) refuseOtherSize(this.#fetching, total);
    // Without a mark of the version, ranges could be of different ones: then this is the way too.
    const canBeSplit = version.etag ?? version.lastModified ?? file.checksum;
    if (total !== null && total > most && canBeSplit)
      throw new TooLarge({ ...version, size: total });
    run.context.fs.truncate(this.#fd, 0);
    this.position = 0;
    this.total = total;
    this.version = version;
    this.expected = strongest(file.checksum, version);
    this.#hasher = this.expected?.hasher() ?? null;
    this.#fetching.progress.at(0, total);
  }

  write(bytes: Uint8Array): void {
    const { run, size, progress } = this.#fetching;
    if (size !== null && this.position + bytes.length > size)
      refuseOtherSize(this.#fetching, this.position + bytes.length);
    run.context.fs.write(this.#fd, bytes, this.position);
    this.#hasher?.update(bytes);
    this.position += bytes.length;
    progress.add(bytes.length);
    run.progress.received(bytes.length);
  }

  /** Call it when the connection was lost: without a mark of the version it starts over. */
  interrupted(): void {
    if (this.version?.etag || this.version?.lastModified) return;
    this.position = 0;
    this.version = null;
  }

  digest(): string {
    return this.#hasher?.digest() ?? '';
  }
}

async function receive(fetching: Fetching, fd: number): Promise<SmallBody> {
  const { run, store, url, path, patience, file } = fetching;
  const body = new SmallBody(fetching, fd);
  const listed = file.etag === null ? null : { etag: file.etag, lastModified: null, size: null };
  for (;;) {
    const before = body.position;
    const release = await run.lanes.take(run.signal);
    try {
      const request = { url, range: body.range, pin: body.version ?? listed, name: path };
      await store.read(request, body, run.signal);
      run.budget.refund();
      refuseOtherSize(fetching, body.position);
      return body;
    } catch (error) {
      release();
      if (!(error instanceof StoreFault) || run.signal.aborted) throw error;
      if (body.position > before) patience.progressed();
      body.interrupted();
      if (!(await patience.waitAfter(error, run.signal))) throw error;
    } finally {
      release();
    }
  }
}

function create(fs: FileSystem, part: string): number {
  try {
    return fs.open(part, CREATE, 0o666);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    fs.unlink(part); // ours alone, from a run that was killed
    return fs.open(part, CREATE, 0o666);
  }
}
