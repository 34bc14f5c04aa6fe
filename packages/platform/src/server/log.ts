import { redact } from '@vcp/schema';
import { type DestinationStream, type Logger, pino } from 'pino';

/** How much the server says: every request at `info`, failures at `error`. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * A log of one JSON object a line. What looks like a secret is masked in every line before it is
 * written, wherever in it it stands.
 */
export function openLog(level: LogLevel, destination: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: redact },
    },
    destination,
  );
}
