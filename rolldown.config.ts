import { defineConfig } from 'rolldown';

/** The published program: one entry, and a chunk for what each command loads when it runs. */
export default defineConfig({
  input: { main: 'packages/cli/src/main.ts' },
  platform: 'node',
  output: {
    dir: 'packages/cli/dist',
    format: 'esm',
    cleanDir: true,
    minify: { compress: true, mangle: false },
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
});
