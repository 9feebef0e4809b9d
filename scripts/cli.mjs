import { join } from 'node:path';
import { become, ensureBuilt, ensureInstalled } from './project.mjs';

ensureInstalled();
ensureBuilt();
become('node', [join('build', 'programs', 'cli.js'), ...process.argv.slice(2)]);
