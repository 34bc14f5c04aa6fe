import { formatSize } from '@vcp/schema/size';
import { escapeText } from './escape.ts';
import { clip, pad } from './width.ts';

/** A file that is being worked on. */
export interface FileInFlight {
  readonly name: string;
  readonly size: number | null;
  bytes: number;
}

/** How far the work is at one moment. */
export interface ProgressState {
  readonly label: string;
  readonly bytes: number;
  readonly totalBytes: number | null;
  readonly files: number;
  readonly totalFiles: number | null;
  readonly bytesPerSecond: number | null;
  readonly inFlight: readonly FileInFlight[];
}

const BAR_WIDTH = 20;
const MAX_FILES_SHOWN = 10;

/** The lines of the progress block, each no wider than the terminal, fewer than its rows. */
export function drawProgress(
  state: ProgressState,
  terminal: { readonly columns: number; readonly rows: number },
): string[] {
  const room = Math.max(0, Math.min(MAX_FILES_SHOWN, terminal.rows - 3));
  const shown = state.inFlight.slice(0, room);
  const hidden = state.inFlight.length - shown.length;
  const nameWidth = Math.max(8, Math.min(48, terminal.columns - 36));
  const bar = state.totalBytes === null ? '' : ` ${drawBar(state.bytes, state.totalBytes)}`;
  const lines = [
    `${state.label}${bar} ${detailsOf(state)}`,
    ...shown.map((file) => `  ${fileLine(file, nameWidth)}`),
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
  ];
  return lines.map((line) => clip(line, terminal.columns - 1));
}

/** The whole on one line, for where nothing can be redrawn. */
export function summarize(state: ProgressState): string {
  return `${state.label}: ${detailsOf(state)}`;
}

function detailsOf(state: ProgressState): string {
  const { bytes, totalBytes, files, totalFiles, bytesPerSecond } = state;
  const parts = [
    totalBytes === null
      ? formatSize(bytes)
      : `${percent(bytes, totalBytes)} ${formatSize(bytes)} of ${formatSize(totalBytes)}`,
    totalFiles === null ? `${files} files` : `${files} of ${totalFiles} files`,
  ];
  if (bytesPerSecond !== null) parts.push(`${formatSize(Math.round(bytesPerSecond))}/s`);
  if (totalBytes !== null && bytesPerSecond !== null && bytesPerSecond > 0) {
    parts.push(`${formatDuration(Math.max(0, totalBytes - bytes) / bytesPerSecond)} left`);
  }
  return parts.join(', ');
}

function fileLine(file: FileInFlight, nameWidth: number): string {
  const name = pad(clip(escapeText(file.name), nameWidth), nameWidth);
  const share = file.size === null ? '    ' : percent(file.bytes, file.size);
  const size = file.size === null ? '' : ` of ${formatSize(file.size)}`;
  return `${name} ${share} ${formatSize(file.bytes)}${size}`;
}

function drawBar(done: number, total: number): string {
  const filled = Math.round(BAR_WIDTH * shareOf(done, total));
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
}

function percent(done: number, total: number): string {
  return `${Math.floor(100 * shareOf(done, total))}%`.padStart(4);
}

function shareOf(done: number, total: number): number {
  return total <= 0 ? 1 : Math.min(1, done / total);
}

/** A length of time for people: `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  const hours = Math.floor(whole / 3600);
  if (hours > 99) return 'days';
  return `${hours} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}
