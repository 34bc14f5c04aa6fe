import {
  type Application,
  buildApplication,
  type CommandInfo,
  type RouteMap,
  run,
  type StricliIntegration,
} from '@stricli/core';
import type { ExitCode } from '@vcp/schema/exit-code';
import type { GlobalFlags, OutputStream, VcpContext } from './context.ts';
import { scanGlobals } from './globals.ts';
import { buildGroup } from './help/build-group.ts';
import { type ErrorFormat, formatError } from './output/errors.ts';
import { toVcpError } from './output/foreign-errors.ts';
import { hasColor } from './output/terminal.ts';
import { positionOf } from './position.ts';
import { type Failures, programText } from './program-text.ts';
import { COMPLETE, routes } from './routes.ts';
import { mayCheckForUpdate } from './update-check/may-check.ts';

/** All that a run gets from outside, besides what its command line says. */
export type Surroundings = Omit<VcpContext, 'globals'>;

const USAGE_EXIT = 2;
const FAILED_EXIT = 1;

/** Every command of the program. */
export const root: RouteMap<VcpContext> = buildGroup({
  brief: 'Find scientific data and fetch it intact',
  examples: [
    { input: 'data search "tissue:lung"', brief: 'Find datasets' },
    { input: 'data search "tissue:lung" --download', brief: 'Fetch all that match, verified' },
    { input: 'config --show-origin', brief: 'See the settings, and where each comes from' },
  ],
  routes,
  hidden: [COMPLETE],
});

/**
 * Runs one command line (without the program's name) and tells its exit status. Never throws: what
 * goes wrong is printed on stderr, once.
 */
export async function runProgram(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const scanned = scanOrFail(words, surroundings);
  if ('exitCode' in scanned) return scanned.exitCode;
  const { globals, rest } = scanned;
  const { stdout, stderr } = surroundings.process;
  const process: VcpContext['process'] = { stdout, stderr };
  const context = contextOf(surroundings, globals, process);
  const failures: Failures = { list: [] };
  const format: ErrorFormat = {
    debug: globals.debug,
    json: globals.json,
    color: hasColor(stderr, context),
  };
  const position = positionOf(root, rest);
  const host = {
    stdout: globals.noColor ? colorless(stdout) : stdout,
    // Errors bring their own colours.
    stderr: colorless(stderr),
    env: definedOf(surroundings.env),
    exitCode: null,
  };
  const application = buildProgram(rest, programText(format, position, failures));
  let tellOfUpdate = noUpdate;
  const forCommand = async ({ prefix }: CommandInfo): Promise<VcpContext> => {
    const path = prefix.slice(1);
    if (mayBeSwitchedOff(path)) {
      const { refuseSwitchedOff } = await import('./config/feature-flags.ts');
      await refuseSwitchedOff(context, path);
    }
    if (path[0] !== 'version' && mayCheckForUpdate(context)) {
      const { checkInBackground } = await import('./update-check/background.ts');
      tellOfUpdate = checkInBackground(context);
    }
    return context;
  };
  await run(application, rest, { process: host, forCommand });
  await tellOfUpdate();
  return exitCodeOf(process.exitCode ?? host.exitCode, failures);
}

async function noUpdate(): Promise<void> {}

function mayBeSwitchedOff(path: readonly string[]): boolean {
  return path[0] === 'data' || path[0] === 'model' || path[0] === 'benchmarks';
}

function buildProgram(
  words: readonly string[],
  text: ReturnType<typeof programText>,
): Application<VcpContext> {
  return buildApplication<VcpContext>(
    root,
    {
      name: 'vcp',
      scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
      documentation: { caseStyle: 'convert-camel-to-kebab' },
      localization: { text },
    },
    { help: helpFlag(words) },
  );
}

/** `--help` and `-h` print on stdout; a group without a command prints its help on stderr. */
function helpFlag(words: readonly string[]): StricliIntegration<VcpContext> {
  const asked = words.some((word) => word === '--help' || word === '-h');
  return {
    flag: {
      brief: 'Show this help',
      global: true,
      aliases: ['h'],
      defaultForRouteMap: true,
      complete: true,
      run(application, { text, ansiColorByStream, result }) {
        const { stdout, stderr } = this.process;
        (asked ? stdout : stderr).write(
          result.target.formatHelp({
            prefix: result.prefix,
            additionalFlags: [],
            includeArgumentEscapeSequenceFlag: false,
            includeHidden: false,
            config: application.config.documentation,
            aliases: [],
            text,
            ansiColor: asked && ansiColorByStream.stdout,
          }),
        );
        if (!asked) this.process.exitCode = USAGE_EXIT;
      },
    },
  };
}

function scanOrFail(
  words: readonly string[],
  surroundings: Surroundings,
): ReturnType<typeof scanGlobals> | { readonly exitCode: ExitCode } {
  try {
    return scanGlobals(words, surroundings.env);
  } catch (error) {
    const known = toVcpError(error);
    const json = words.includes('--json');
    surroundings.process.stderr.write(
      `${formatError(known, { debug: false, color: false, json })}\n`,
    );
    return { exitCode: known.exitCode };
  }
}

/** Getters of the surroundings stay getters, so that nothing is opened before it is used. */
function contextOf(
  surroundings: Surroundings,
  globals: GlobalFlags,
  process: VcpContext['process'],
): VcpContext {
  const context = Object.create(null, Object.getOwnPropertyDescriptors(surroundings));
  return Object.defineProperties(context, {
    globals: { value: globals, enumerable: true },
    process: { value: process, enumerable: true },
  });
}

function exitCodeOf(status: unknown, failures: Failures): number {
  const failure = failures.list[0];
  if (failure !== undefined) return failure.exitCode;
  if (status === null || status === undefined) return 0;
  return typeof status === 'number' && status >= 0 ? status : FAILED_EXIT;
}

function colorless(stream: OutputStream): { readonly write: (text: string) => void } {
  return { write: (text) => void stream.write(text) };
}

function definedOf(env: VcpContext['env']): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined) defined[name] = value;
  }
  return defined;
}
