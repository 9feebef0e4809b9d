import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isState, type State } from './state.ts';

/** State on disk: read at the start, written a moment after a change and at the end, whole or not at all. */
type StateFile = Readonly<{ read: () => State | undefined; saveSoon: () => void; saveNow: () => void }>;

const SAVE_AFTER_MS = 250;

export function stateFile(path: string, current: () => State): StateFile {
  let timer: NodeJS.Timeout | undefined;
  function saveNow(): void {
    clearTimeout(timer);
    timer = undefined;
    const temporary = `${path}.${process.pid}.new`;
    writeFileSync(temporary, JSON.stringify(current()));
    renameSync(temporary, path);
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
      timer ??= setTimeout(saveOrSay, SAVE_AFTER_MS).unref();
    },
    saveNow,
  };
}

function savedIn(path: string): State {
  const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isState(json))
    throw new Error(`${path} holds no state of this version of the simulator; remove it to start anew`);
  return json;
}
