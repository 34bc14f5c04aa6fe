import { loadConfig } from '../../config/index.ts';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import type { MigrateFlags } from './migrate.ts';
import { platformPlace } from './place.ts';

/** Applies what is pending and prints its names, one a line. */
export async function runMigrate(this: VcpContext, flags: MigrateFlags): Promise<void> {
  const config = await loadConfig(this);
  const platform = await import('@vcp/platform');
  const catalog = await platform.openCatalog(platformPlace(this, config, flags));
  try {
    const applied = await platform.migrateCatalog(catalog);
    if (flags.json) printJson(this, { applied });
    else if (applied.length === 0) this.process.stdout.write('The schema is up to date.\n');
    else this.process.stdout.write(applied.map((name) => `applied ${name}\n`).join(''));
  } finally {
    await catalog.close();
  }
}
