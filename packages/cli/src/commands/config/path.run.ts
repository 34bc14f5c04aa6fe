import { resolve } from 'node:path';
import { homeConfigPath } from '../../config/index.ts';
import type { VcpContext } from '../../context.ts';

/** Prints the path that `vcp config set` writes. */
export async function runPath(this: VcpContext): Promise<void> {
  const named = this.globals.config;
  const path = named === null ? homeConfigPath(this) : resolve(this.cwd, named);
  this.process.stdout.write(`${path}\n`);
}
