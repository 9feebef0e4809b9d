import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type State, stateFrom } from './state.ts';

/** The state on disk: read at the start, written shortly after a change and at the end, atomically. */
type StateFile = Readonly<{ read: () => State | undefined; saveSoon: () => void; saveNow: () => void }>;

/** Thrown for a file that is not a state of this version. The file is left unchanged. */
export class StateFileError extends Error {}

const SAVE_AFTER_MS = 250;
/** A large state takes long to write: at most a tenth of the time is spent on it. */
const PAUSE_PER_SAVE = 9;

export function stateFile(path: string, current: () => State): StateFile {
  let timer: NodeJS.Timeout | undefined;
  let lastSaveMs = 0;
  function saveNow(): void {
    clearTimeout(timer);
    timer = undefined;
    const startedAt = performance.now();
    const temporary = `${path}.${process.pid}.new`;
    writeFileSync(temporary, JSON.stringify(current()));
    renameSync(temporary, path);
    lastSaveMs = performance.now() - startedAt;
  }
  /** A full disk may have space again at the next change; answers are correct in the meantime. */
  function saveOrReport(): void {
    try {
      saveNow();
    } catch (error) {
      console.error(`the state could not be saved in ${path}; the next change tries again`, error);
    }
  }
  return {
    read: () => (existsSync(path) ? readState(path) : undefined),
    saveSoon() {
      timer ??= setTimeout(saveOrReport, Math.max(SAVE_AFTER_MS, lastSaveMs * PAUSE_PER_SAVE)).unref();
    },
    saveNow,
  };
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
