/**
 * Gets the servers that tests need and tries each once. What has to be fetched or built the first
 * time is in the cache afterwards, so that no test has to wait for it.
 */
import { launchPostgres } from './postgres.ts';
import { launchS3 } from './s3.ts';

for (const [name, launch] of Object.entries({ PostgreSQL: launchPostgres, S3: launchS3 })) {
  if (name === 'PostgreSQL' && process.env.TEST_DATABASE_URL) continue;
  try {
    const server = await launch();
    await server.stop();
    process.stdout.write(`${name} is there.\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
