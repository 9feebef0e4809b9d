import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Config } from '@react-router/dev/config';

const BUILD_FOLDER = 'build';
/** Smaller files are sent as they are. */
const COMPRESSED_FROM_BYTES = 1024;

export default {
  appDirectory: 'portal',
  buildDirectory: BUILD_FOLDER,
  ssr: true,
  // Of the pages (`index`) and of each program; see `input` in vite.config.ts.
  serverBuildFile: '[name].js',
  routeDiscovery: { mode: 'initial' },
  buildEnd: () => compressAssets(join(BUILD_FOLDER, 'client')),
} satisfies Config;

/** Writes each file for the browser compressed beside itself (.br, .gz), so that no request waits for a compressor. */
async function compressAssets(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  await Promise.all(files.filter((file) => /\.(?:css|js|svg)$/.test(file)).map((file) => compress(join(folder, file))));
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < COMPRESSED_FROM_BYTES) return;
  // Both at their highest level, which for brotli is the default.
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content));
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
}
