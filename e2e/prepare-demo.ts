import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo } from './demo.ts';

/**
 * Starts one demo from nothing, as a newcomer does, and keeps its folder: the demos of all tests start with a copy of
 * it.
 */
export default async function prepareDemo() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'licence-portal-prepared-'));
  const { stop } = await startDemo({ dataFolder });
  await stop();
  process.env.PREPARED_DEMO = dataFolder;
  return () => rmSync(dataFolder, { recursive: true, force: true });
}
