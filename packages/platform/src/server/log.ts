import { redact } from '@vcp/schema/redact';
import { type DestinationStream, destination, type Logger, pino } from 'pino';

/** How much the server says: every request at `info`, failures at `error`. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * A log of one JSON object a line. What looks like a secret is masked in every line before it is
 * written, wherever in it it stands.
 */
export function openLog(level: LogLevel, stream: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: redact },
    },
    stream,
  );
}

/** A file that log lines are appended to, each at once; made for its owner's eyes only. */
export function openLogFile(path: string): DestinationStream {
  return destination({ dest: path, append: true, mkdir: true, mode: 0o600, sync: true });
}
