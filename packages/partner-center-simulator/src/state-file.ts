import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type State, stateFrom } from './state.ts';

/** State on disk: read at the start, written a moment after a change and at the end, whole or not at all. */
type StateFile = Readonly<{ read: () => State | undefined; saveSoon: () => void; saveNow: () => void }>;

/** What is in a file is no state of this version; the file is left as it is. */
export class StateFileError extends Error {}

const SAVE_AFTER_MS = 250;
/** A big state takes long to write; no more than a tenth of the time goes into it. */
const REST_PER_SAVE = 9;

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
  /** A disk that is full now need not be at the next change; the answers given meanwhile are right all the same. */
  function saveOrSay(): void {
    try {
      saveNow();
    } catch (error) {
      console.error(`the state could not be saved in ${path}; the next change tries again`, error);
    }
  }
  return {
    read: () => (existsSync(path) ? savedIn(path) : undefined),
    saveSoon() {
      timer ??= setTimeout(saveOrSay, Math.max(SAVE_AFTER_MS, lastSaveMs * REST_PER_SAVE)).unref();
    },
    saveNow,
  };
}

/** @throws StateFileError */
function savedIn(path: string): State {
  try {
    return stateFrom(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new StateFileError(`${path} cannot be read as the simulator's state; remove it to start anew`, {
      cause: error,
    });
  }
}
