import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { VcpContext } from '../context.ts';
import { uploadsFolder } from './areas.ts';
import { type FileOnDisk, filesIn } from './files-on-disk.ts';

/** How far a model upload came, as the file that remembers it says. */
export interface UploadState {
  readonly file: FileOnDisk;
  readonly model: string;
  readonly version: string;
  readonly dataPath: string | null;
  readonly startedAt: string | null;
  readonly lastUpdated: string | null;
  readonly completedFiles: number;
  readonly failedFiles: readonly string[];
}

const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The remembered uploads, the newest first. A file that cannot be understood is left out here, and
 * its name given to `onUnreadable`.
 */
export async function readUploadStates(
  context: Pick<VcpContext, 'env'>,
  onUnreadable: (name: string) => void,
): Promise<UploadState[]> {
  const states: UploadState[] = [];
  for (const file of await filesIn(uploadsFolder(context.env), (name) => name.endsWith('.json'))) {
    const state = file.bytes > MAX_BYTES ? null : stateIn(file, await readOrNull(file.path));
    if (state === null) onUnreadable(basename(file.path));
    else states.push(state);
  }
  return states.sort((a, b) => compareText(b.lastUpdated ?? '', a.lastUpdated ?? ''));
}

/** Whether an upload is complete, failed in parts, or still going on. */
export function statusOf(state: Pick<UploadState, 'failedFiles' | 'completedFiles'>): string {
  if (state.failedFiles.length > 0) return `${state.failedFiles.length} failed`;
  return state.completedFiles > 0 ? 'complete' : 'in progress';
}

function stateIn(file: FileOnDisk, text: string | null): UploadState | null {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) return null;
  const field = (name: string): unknown =>
    Object.hasOwn(value, name) ? Reflect.get(value, name) : null;
  const model = textOf(field('model'));
  const version = textOf(field('version'));
  if (model === null || version === null) return null;
  return {
    file,
    model,
    version,
    dataPath: textOf(field('data_path')),
    startedAt: textOf(field('started_at')),
    lastUpdated: textOf(field('last_updated')),
    completedFiles: listOf(field('completed_files')).length,
    failedFiles: listOf(field('failed_files')).map((item) => textOf(item) ?? JSON.stringify(item)),
  };
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
