import { spawn } from 'node:child_process';

/** The system that a browser is to be started on. */
export interface BrowserHost {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The program and arguments that open a web address: what `BROWSER` names (`%s` stands for the
 * address), else the opener of the system. No shell is involved, and the address is one argument
 * that cannot be taken for an option.
 */
export function browserCommand(
  url: string,
  { platform, env }: BrowserHost,
): readonly [program: string, ...args: string[]] {
  const { href } = new URL(url);
  const [program, ...words] = (env.BROWSER ?? '').split(/\s+/).filter((word) => word !== '');
  if (program !== undefined)
    return words.some((word) => word.includes('%s'))
      ? [program, ...words.map((word) => word.replaceAll('%s', () => href))]
      : [program, ...words, href];
  if (platform === 'darwin') return ['open', href];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', href];
  return ['xdg-open', href];
}

/**
 * Starts a browser and leaves it running. Returns why it could not be started, or null. The browser
 * gets no token of ours.
 */
export function openBrowser(url: string, host: BrowserHost): Promise<string | null> {
  const [program, ...args] = browserCommand(url, host);
  const { VCP_TOKEN: _secret, ...env } = host.env;
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: 'ignore', detached: true });
    child.once('error', (error) => resolve(`${program}: ${error.message}`));
    child.once('spawn', () => {
      child.unref();
      resolve(null);
    });
  });
}
