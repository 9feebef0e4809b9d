import { join } from 'node:path';
import { become, ensureInstalled } from './project.mjs';

ensureInstalled();
become('node', [join('portal', 'bin', 'dev.ts')]);
