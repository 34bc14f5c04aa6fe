import { hexChecksum, parseSize } from '@vcp/schema';
import type { CatalogLocation } from '../catalog/dataset.ts';
import { hasType } from './json-ld.ts';
import { isRecord, type JsonValue } from './json-value.ts';
import { mediaTypeOf } from './media-type.ts';
import { remoteLocation } from './remote-location.ts';

/** A file that lies beside the document: a relative address, or patterns of them. */
export interface LocalFiles {
  readonly path: string;
  readonly isPattern: boolean;
  readonly format: string | null;
  readonly sha256: string | null;
  /** Where in the document it is named. */
  readonly place: string;
}

/** The files of a dataset as its document names them. */
export interface DocumentFiles {
  readonly remote: readonly CatalogLocation[];
  readonly local: readonly LocalFiles[];
  /** What cannot be a location, and why. */
  readonly notes: readonly string[];
}

/** Reads a `distribution`: files, sets of files, or bare addresses. */
export function filesIn(distribution: JsonValue): DocumentFiles {
  const remote: CatalogLocation[] = [];
  const local: LocalFiles[] = [];
  const notes: string[] = [];
  for (const item of distribution.items()) {
    if (item.isRecord && !item.at('containedIn').isAbsent) continue; // part of another file
    const format = item.at('encodingFormat').texts()[0] ?? null;
    const sha256 = sha256Of(item, notes);
    const address = (item.isRecord ? item.at('contentUrl') : item).text(4096);
    const patterns = isSet(item) ? item.at('includes').texts() : [];
    const place = item.path;
    if (address === null) {
      for (const path of patterns) local.push({ path, isPattern: true, format, sha256, place });
      if (patterns.length === 0) notes.push(`${place} has no contentUrl`);
    } else if (/^git\+/.test(format ?? '')) {
      notes.push(`${place} is a repository, not a file`);
    } else if (!/^[a-z][a-z0-9+.-]*:/i.test(address)) {
      local.push({ path: address, isPattern: false, format, sha256, place });
    } else {
      const location = remoteLocation(address);
      if ('problem' in location) notes.push(`${place}.contentUrl ${location.problem}`);
      else {
        const { url } = location;
        const size = parseSize(sizeText(item.at('contentSize'), notes));
        remote.push({ url, format: format ?? mediaTypeOf(url), size, sha256 });
      }
    }
  }
  return { remote, local, notes };
}

function sizeText(value: JsonValue, notes: string[]): string | null {
  const text = value.isRecord ? value.at('value').scalar() : value.scalar();
  if (text !== null && parseSize(text) === null) notes.push(`${value.path} is no size`);
  return text;
}

function sha256Of(item: JsonValue, notes: string[]): string | null {
  const value = item.at('sha256');
  const text = value.text(200);
  if (text === null) return null;
  const checksum = hexChecksum('sha256', text.replace(/^sha-?256:/i, ''));
  if (checksum === null) notes.push(`${value.path} is no SHA-256`);
  return checksum?.value ?? null;
}

function isSet(item: JsonValue): boolean {
  return isRecord(item.value) && hasType(item.value, 'FileSet');
}
