import { migrate } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import { someMigrations } from './test-migrations.ts';

/*
 * Run by a test: migrates the database of the first argument and dies, as if the power went off,
 * before the step of the second argument; after the last step that is before the commit.
 */
const [url = '', step = '', count = ''] = process.argv.slice(2);
const die = () => process.kill(process.pid, 'SIGKILL');
let reached = 0;
const migrations = someMigrations(Number(count)).map((migration, index) => ({
  ...migration,
  statements: () => {
    reached = index;
    if (index === Number(step)) die();
    return migration.statements('sqlite');
  },
}));
await migrate(openDatabase(url), 'test', migrations, () => {
  if (reached + 1 === Number(step) && step === count) die();
  return new Date();
});
