import { join } from 'node:path';
import { type SimulatorOptions, StateFileError, startSimulator } from '@licence-portal/partner-center-simulator';
import { FolderError } from '#platform/folder-lock.server.ts';

/** In the data folder. */
export const SIMULATOR_STATE_FILE = 'simulator.json';

/**
 * The Partner Center of the demo, which keeps its state beside the demo's database.
 *
 * @throws FolderError when that state is of another version: it and the database belong together
 */
export async function startDemoSimulator(
  dataFolder: string,
  options: Omit<SimulatorOptions, 'stateFile'> & { savesBeforeAnswer?: boolean },
) {
  try {
    return await startSimulator({ ...options, stateFile: join(dataFolder, SIMULATOR_STATE_FILE) });
  } catch (error) {
    if (!(error instanceof StateFileError)) throw error;
    throw new FolderError(
      `The demo in the folder "${dataFolder}" was made by another version of the portal. Remove the folder to begin a new demo, or set DATA_DIR to another one.`,
      { cause: error },
    );
  }
}
