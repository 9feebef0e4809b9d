import { createLog } from '#platform/logging.server.ts';
import { guardAgainstFailures } from '../failure-guard.ts';

/* Fails with a text that nobody may read, in a way that nobody catches: `rejection TEXT` or `exception TEXT`. */

const [kind, text = ''] = process.argv.slice(2);
guardAgainstFailures(createLog('debug'));
const error = Object.assign(new Error(`Failed query: insert into person\nparams: ${text}`), {
  query: 'insert into person',
  params: [text],
});
if (kind === 'rejection') void Promise.reject(error);
else
  setTimeout(() => {
    throw error;
  }, 1);
