import { PGlite } from '@electric-sql/pglite';

/** An empty database whose owner is no superuser, so that row security holds for its migrations too. */
export async function openAsOrdinaryOwner() {
  const database = await PGlite.create();
  await database.exec(
    `create role portal_owner createrole; alter schema public owner to portal_owner;
     grant create on database postgres to portal_owner; set role portal_owner`,
  );
  const query = async (text: string, values?: unknown[]) =>
    (await database.query<Record<string, unknown>>(text, values)).rows;
  const inSystem = async (text: string) => {
    await database.exec("begin; set local app.scope = 'system'");
    const rows = await query(text);
    await database.exec('commit');
    return rows;
  };
  return {
    connection: { query, script: async (text: string) => void (await database.exec(text)) },
    inSystem,
    database,
  };
}
