import { writeFile } from 'node:fs/promises';
import { root } from '../packages/cli/src/app.ts';
import { commandReference } from '../packages/cli/src/help/command-reference.ts';

await writeFile(new URL('commands.md', import.meta.url), commandReference(root));
