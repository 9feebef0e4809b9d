import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isState, type State } from './state.ts';

/** State on disk: read at the start, written a moment after a change and at the end, whole or not at all. */
export type StateFile = Readonly<{ read: () => State | undefined; saveSoon: () => void; saveNow: () => void }>;

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
  return {
    read: () => (existsSync(path) ? savedIn(path) : undefined),
    saveSoon() {
      timer ??= setTimeout(saveNow, SAVE_AFTER_MS).unref();
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
