import type { Checksum } from '@vcp/schema';

/** One version of a source: what tells it from another, and what it can be checked against. */
export interface SourceVersion {
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Of the whole source, null when the server does not say. */
  readonly size: number | null;
  /** Of the whole source. */
  readonly checksums: readonly Checksum[];
  /** An S3 ETag made of the MD5s of the parts that were uploaded. */
  readonly compositeMd5: CompositeMd5 | null;
}

/** `value` is the MD5 of the parts' MD5s; the size of the parts is known to the store only. */
export interface CompositeMd5 {
  readonly value: string;
  readonly parts: number;
}

/** Bytes `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What identifies the version that a request must be answered from. */
export type Pin = Pick<SourceVersion, 'etag' | 'lastModified' | 'size'>;

export interface ReadRequest {
  readonly url: string;
  /** Null for all of it. An `end` beyond the source is cut. */
  readonly range: ByteRange | null;
  /** Null when any version will do. */
  readonly pin: Pin | null;
  /** The file name that the bytes will get; a web page is not accepted for another kind of file. */
  readonly name: string;
}

/** What is known before the first byte. */
export interface ReadHead {
  readonly version: SourceVersion;
  /** The bytes that follow; null when the whole source follows, asked for or not. */
  readonly range: ByteRange | null;
  /** How many bytes follow; null when the server does not say. */
  readonly length: number | null;
}

/** Takes what a store reads. A promise holds the store back until it is settled. */
export interface Sink {
  /** Called once, first. Throw to take no bytes. */
  head(head: ReadHead): void | Promise<void>;
  /** The bytes are the store's: they may be overwritten as soon as this returns or resolves. */
  write(bytes: Uint8Array): void | Promise<void>;
}

/** One file of a listed folder. */
export interface ListedFile {
  /** Below the folder, as the remote names it. */
  readonly path: string;
  readonly size: number | null;
  readonly etag: string | null;
  readonly checksum: Checksum | null;
}

/**
 * Where bytes come from. Every failure is a `StoreFault`, or the signal's reason; whatever a sink
 * throws is passed on.
 */
export interface Store {
  /**
   * Hands the bytes to the sink; resolves when exactly those came that the head announced. Never
   * mixes versions: an answer from another version than the pin is a `changed` fault.
   */
  read(request: ReadRequest, sink: Sink, signal: AbortSignal): Promise<void>;
  /** The present version, without its bytes. */
  describe(url: string, name: string, signal: AbortSignal): Promise<SourceVersion>;
  /** How many bytes each uploaded part of a source with a composite ETag has, or null. */
  uploadPartSize(url: string, pin: Pin, signal: AbortSignal): Promise<number | null>;
  /** The files of a folder, a page at a time, in the order of the store. */
  list(url: string, signal: AbortSignal): AsyncGenerator<readonly ListedFile[], void, undefined>;
}
