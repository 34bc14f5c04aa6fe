import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';
import { root } from './src/app.ts';
import { helpTexts } from './src/help/help-texts.ts';
import { helpFileName } from './src/prepared-help.ts';

const here = import.meta.dirname;
const dist = join(here, 'dist');
const platform = join(here, '..', 'platform');

/**
 * The published program: one entry, a chunk for what a command loads when it runs, and data.
 * CommonJS, because Node starts it several milliseconds sooner than ES modules.
 */
export default defineConfig({
  input: {
    vcp: join(here, 'src/start.ts'),
    'content.worker': join(platform, 'src/science/content.worker.ts'),
  },
  platform: 'node',
  transform: { target: 'node22.18' },
  external: ['pg-native'],
  plugins: [addWhatIsNoCode()],
  output: {
    dir: dist,
    format: 'cjs',
    cleanDir: true,
    minify: { compress: true, mangle: false },
    // All in one folder: what is looked for beside a module is then beside every chunk.
    chunkFileNames: '[name]-[hash].js',
  },
});

/** The example data, the help texts as they will be printed, and the word that this is CommonJS. */
function addWhatIsNoCode(): Plugin {
  return {
    name: 'add-what-is-no-code',
    async writeBundle() {
      await cp(join(platform, 'example'), join(dist, 'example'), { recursive: true });
      await mkdir(join(dist, 'help'));
      for (const { path, help } of helpTexts(root, ['vcp'])) {
        await writeFile(join(dist, 'help', helpFileName(path)), help);
      }
      await writeFile(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
    },
  };
}
