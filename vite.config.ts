import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { reactRouter } from '@react-router/dev/vite';
import { defineConfig, type Plugin } from 'vite';

/** Smaller files are sent as they are. */
const COMPRESSED_FROM_BYTES = 1024;

/** Writes each file for the browser compressed beside itself (.br, .gz), so that no request waits for a compressor. */
const compressedAssets: Plugin = {
  name: 'compressed-assets',
  apply: 'build',
  applyToEnvironment: (environment) => environment.name === 'client',
  async writeBundle({ dir = '' }) {
    const files = await readdir(dir, { recursive: true });
    await Promise.all(files.filter((file) => /\.(?:css|js|svg)$/.test(file)).map((file) => compress(join(dir, file))));
  },
};

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < COMPRESSED_FROM_BYTES) return;
  // Both at their highest level, which for brotli is the default.
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content));
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
}

export default defineConfig(({ command }) => ({
  plugins: [reactRouter(), compressedAssets],
  // What must never reach a browser ends in `.server.ts`; React Router breaks the build when a page drags one in.
  build: { target: 'es2023', sourcemap: false, reportCompressedSize: false },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            minify: true,
            // Few requests: what every page needs is two files, beside the page's own.
            codeSplitting: {
              groups: [
                { name: 'framework', test: /\/node_modules\/(?:react|react-dom|react-router|scheduler)\// },
                // Without the components on Base UI, which few pages use.
                { name: 'ui', test: /\/portal\/ui\/(?!combobox-field|number-field|tooltip)/ },
              ],
            },
          },
        },
      },
    },
  },
  // As in vite.programs.config.ts: one file starts faster than a thousand.
  ...(command === 'build'
    ? {
        ssr: { noExternal: true, external: ['@electric-sql/pglite', 'pino'] },
        // Else the server draws with React's development half, which is slower, wherever NODE_ENV is not set.
        define: { 'process.env.NODE_ENV': '"production"' },
      }
    : {}),
  css: { modules: { generateScopedName: '[name]-[local]-[hash:base64:4]' } },
}));
