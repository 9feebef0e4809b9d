import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedDatabase } from '#platform/database.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { readMigrations } from '#platform/migrate.server.ts';
import { openQueue } from '#platform/queue.server.ts';

const ROOT = join(import.meta.dirname, '..');

/**
 * A migrated, empty embedded database as a file: a first start copies it instead of making one, which takes seconds.
 */
const database = await openEmbeddedDatabase({ folder: undefined, migrations: readMigrations(join(ROOT, 'portal')) });
await (await openQueue(database, silentLog)).close();
const dump = await database.embedded.dumpDataDir('none');
mkdirSync(join(ROOT, 'build'), { recursive: true });
writeFileSync(join(ROOT, 'build', 'database-template.tar'), Buffer.from(await dump.arrayBuffer()));
await database.close();
