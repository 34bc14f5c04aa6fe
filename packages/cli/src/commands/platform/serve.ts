import { UsageError } from '@vcp/schema/errors';
import { buildCommand } from '../../help/build-command.ts';
import { type PlaceFlags, placeFlags } from './place.ts';
import { type S3Flags, s3Flags } from './s3-flags.ts';

export interface ServeFlags extends PlaceFlags, S3Flags {
  readonly host: string;
  readonly port: number;
  readonly example: boolean;
  readonly json: boolean;
  readonly untilStdinCloses: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly logFile?: string;
}

/** Declares `vcp platform serve`. */
export const serveCommand = buildCommand<ServeFlags>({
  loader: async () => (await import('./serve.run.ts')).runServe,
  parameters: {
    flags: {
      host: {
        kind: 'parsed',
        parse: String,
        default: '127.0.0.1',
        placeholder: 'ADDRESS',
        brief: 'Address to listen on; only this machine can be allowed in',
      },
      port: {
        kind: 'parsed',
        parse: portNumber,
        default: '8787',
        placeholder: 'N',
        brief: 'Port to listen on; 0 takes a free one',
      },
      ...placeFlags,
      example: {
        kind: 'boolean',
        default: false,
        brief: 'Load the example catalog: real data of blood cells',
      },
      ...s3Flags,
      json: {
        kind: 'boolean',
        default: false,
        brief: 'Print one line of JSON with the URL once the platform answers',
      },
      untilStdinCloses: {
        kind: 'boolean',
        default: false,
        brief:
          'Stop when standard input ends, so that it never outlives the program that started it',
      },
      logLevel: {
        kind: 'enum',
        values: ['debug', 'info', 'warn', 'error', 'silent'],
        default: 'warn',
        brief: 'How much to log; info has every request',
      },
      logFile: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE',
        brief: 'Append the log to this file instead of stderr',
      },
    },
  },
  examples: [
    { input: '--example', brief: 'A platform with real data, ready to try' },
    { input: '--port 0 --json', brief: 'For scripts: the URL as JSON on stdout' },
    { input: '--data-dir /srv/vcp --log-level info --log-file /var/log/vcp.log', brief: 'To stay' },
  ],
  docs: { brief: 'Serve a platform: catalog, files and keys, until Ctrl-C' },
});

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError('it is no port', { hint: 'Give a number from 0 to 65535.' });
}
