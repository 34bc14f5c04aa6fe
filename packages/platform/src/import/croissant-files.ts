import { type Checksum, hexChecksum, parseSize } from '@vcp/schema';
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
  readonly checksum: Checksum | null;
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
    const checksum = documentedChecksum(item, notes);
    const address = (item.isRecord ? item.at('contentUrl') : item).text(4096);
    const patterns = isSet(item) ? item.at('includes').texts() : [];
    const place = item.path;
    if (address === null) {
      for (const path of patterns) local.push({ path, isPattern: true, format, checksum, place });
      if (patterns.length === 0) notes.push(`${place} has no contentUrl`);
    } else if (/^git\+/.test(format ?? '')) {
      notes.push(`${place} is a repository, not a file`);
    } else if (!/^[a-z][a-z0-9+.-]*:/i.test(address)) {
      local.push({ path: address, isPattern: false, format, checksum, place });
    } else {
      const location = remoteLocation(address);
      if ('problem' in location) notes.push(`${place}.contentUrl ${location.problem}`);
      else {
        const { url } = location;
        const size = parseSize(sizeText(item.at('contentSize'), notes));
        remote.push({ url, format: format ?? mediaTypeOf(url), size, checksum });
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

/** The checksums that Croissant has fields for, strongest first. */
const CROISSANT_CHECKSUMS = [
  { algorithm: 'sha256', name: 'SHA-256', label: /^sha-?256:/i },
  { algorithm: 'md5', name: 'MD5', label: /^md5:/i },
] as const;

function documentedChecksum(item: JsonValue, notes: string[]): Checksum | null {
  let strongest: Checksum | null = null;
  for (const { algorithm, name, label } of CROISSANT_CHECKSUMS) {
    const value = item.at(algorithm);
    const text = value.text(200);
    if (text === null) continue;
    const checksum = hexChecksum(algorithm, text.replace(label, ''));
    if (checksum === null) notes.push(`${value.path} is no ${name}`);
    strongest ??= checksum;
  }
  return strongest;
}

function isSet(item: JsonValue): boolean {
  return isRecord(item.value) && hasType(item.value, 'FileSet');
}
