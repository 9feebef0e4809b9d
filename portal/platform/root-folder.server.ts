import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, from wherever a program runs: its source or its build. */
export const ROOT_FOLDER = dirname(fileURLToPath(import.meta.resolve('#root')));
