import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type State, stateFrom } from './state.ts';

/*
 * The state on disk. It is written whole under another name, brought to the disk and renamed, so that the file is
 * always one complete state. An answer waits until what it says is in the file: a client that has an answer finds it
 * true after the process was killed. Requests that come while a state is written wait for the next one together.
 */
type StateFile = Readonly<{
  read: () => State | undefined;
  /** The state was changed: it is saved shortly after, whether somebody waits for it or not. */
  changed: () => void;
  /** Resolves when all changes up to now are in the file; false where they could not be saved. */
  saved: () => Promise<boolean>;
}>;

/** Thrown for a file that is not a state of this version. The file is left unchanged. */
export class StateFileError extends Error {}

const SAVE_AFTER_MS = 250;

export function stateFile(path: string, current: () => State): StateFile {
  let changeCount = 1;
  /** Changes that are in the file. */
  let savedCount = 0;
  let saving: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function saved(): Promise<boolean> {
    clearTimeout(timer);
    timer = undefined;
    const wanted = changeCount;
    while (savedCount < wanted) {
      // One that has begun before may lack the last changes.
      const isNew = saving === undefined;
      saving ??= save().finally(() => {
        saving = undefined;
      });
      await saving;
      if (isNew) break;
    }
    return savedCount >= wanted;
  }
  /** A full disk may have space again at the next request. */
  async function save(): Promise<void> {
    const counted = changeCount;
    try {
      await replaceFile(path, JSON.stringify(current()));
      savedCount = counted;
    } catch (error) {
      console.error(`the state could not be saved in ${path}; the next request tries again`, error);
    }
  }
  return {
    read: () => (existsSync(path) ? readState(path) : undefined),
    changed() {
      changeCount += 1;
      timer ??= setTimeout(() => void saved(), SAVE_AFTER_MS).unref();
    },
    saved,
  };
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`;
  await written(temporary, 'w', (file) => file.writeFile(text));
  await rename(temporary, path);
  // The name of a file is in its folder, which has to reach the disk too.
  await written(dirname(path), 'r', async () => {});
}

async function written(
  path: string,
  mode: 'w' | 'r',
  write: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const file = await open(path, mode);
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @throws StateFileError */
function readState(path: string): State {
  try {
    return stateFrom(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new StateFileError(`${path} cannot be read as the simulator's state; remove it to start with a new state`, {
      cause: error,
    });
  }
}
