import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { preparedHelp, writeAtOnce } from './prepared-help.ts';

const help = preparedHelp(process.argv.slice(2), join(import.meta.dirname, 'help'));

if (help === null || !writeAtOnce(help)) {
  // Compiled code is kept for the next run; where that cannot be, it runs all the same.
  enableCompileCache();
  void import('./main.ts');
}
