import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { attemptPurpose } from '#features/connections/connections.ts';
import { firstPasswordPurpose } from '#features/licences/licences.ts';
import { setUpPurpose } from '#features/sign-in/sign-in.ts';
import { administratorPasswordPurpose } from '#features/tenants/tenants.ts';
import type { Tx } from '#platform/database.server.ts';
import { idempotentAnswerPurpose } from '#platform/idempotency.server.ts';
import type { Id } from '#platform/ids.ts';
import { linkPurpose } from '#platform/mail.server.ts';
import { openSecretBox } from '#platform/secret-box.server.ts';

/** A column whose texts are sealed with the SECRET of the portal. */
export type SealedColumn = Readonly<{
  table: string;
  column: string;
  /** The purpose under which the text of a row is sealed. */
  purposeOf(row: Readonly<Record<string, string>>): string;
  /** The file that seals it: a test finds those that are missing here. The sign-in library seals its own. */
  sealedIn: string;
}>;

/** In place of a file. */
export const SIGN_IN_LIBRARY = 'the sign-in library';

/** Seals and opens the texts of a column with a secret. */
export type Sealing = Readonly<{
  seal(plain: string, purpose: string): string | Promise<string>;
  /** @throws when the text was sealed with another secret */
  open(sealed: string, purpose: string): string | Promise<string>;
}>;

/** Better Auth encrypts with the secret it is given; its texts have no purpose. */
function sealingOfLibrary(secret: string): Sealing {
  return {
    seal: (plain) => symmetricEncrypt({ key: secret, data: plain }),
    open: (sealed) => symmetricDecrypt({ key: secret, data: sealed }),
  };
}

/** How a column is sealed with a secret. */
export function sealingOf({ sealedIn }: SealedColumn, secret: string): Sealing {
  return sealedIn === SIGN_IN_LIBRARY ? sealingOfLibrary(secret) : openSecretBox(secret);
}

/** Every sealed column. A new SECRET seals them anew. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'vendor_secret',
    column: 'sealed',
    purposeOf: ({ name = '' }) => name,
    sealedIn: 'portal/features/connections/sign-in/stored-token.ts',
  },
  {
    table: 'vendor_sign_in_attempt',
    column: 'sealed',
    purposeOf: ({ vendor = '' }) => attemptPurpose(vendor),
    sealedIn: 'portal/features/connections/sign-in/start-sign-in.ts',
  },
  {
    table: 'tenant',
    column: 'administrator_password',
    purposeOf: ({ id = '' }) => administratorPasswordPurpose(id),
    sealedIn: 'portal/vendors/microsoft/prepare-tenant.ts',
  },
  {
    table: 'vendor_user',
    column: 'first_password',
    purposeOf: ({ person_id: personId = '', tenant_id: tenantId = '' }) => firstPasswordPurpose({ personId, tenantId }),
    sealedIn: 'portal/features/licences/at-vendor/create-vendor-user.ts',
  },
  {
    table: 'two_factor',
    column: 'sealed_set_up',
    purposeOf: ({ person_id: personId = '' }) => setUpPurpose(personId),
    sealedIn: 'portal/features/sign-in/second-factor/begin-app-set-up.ts',
  },
  {
    table: 'two_factor',
    column: 'secret',
    purposeOf: () => '',
    sealedIn: SIGN_IN_LIBRARY,
  },
  {
    table: 'two_factor',
    column: 'backup_codes',
    purposeOf: () => '',
    sealedIn: SIGN_IN_LIBRARY,
  },
  {
    table: 'mail',
    column: 'sealed_link',
    purposeOf: ({ id = '' }) => linkPurpose(id as Id<'mail'>),
    sealedIn: 'portal/platform/mail.server.ts',
  },
  {
    table: 'idempotent_call',
    column: 'sealed_answer',
    purposeOf: ({ person_id: personId = '', key = '' }) => idempotentAnswerPurpose({ personId, key }),
    sealedIn: 'portal/platform/idempotency.server.ts',
  },
];

export type SealedText = Readonly<{
  column: SealedColumn;
  /** Where the row is, until it is changed. */
  place: string;
  sealed: string;
  purpose: string;
}>;

const Found = z.object({ place: z.string(), fields: z.record(z.string(), z.unknown()) });

/** All sealed texts of a column, locked against changes. In the system's scope. */
export async function readSealedTexts(tx: Tx, column: SealedColumn): Promise<SealedText[]> {
  const table = sql.identifier(column.table);
  const { rows } = (await tx.execute(
    sql`select found.ctid::text as place, to_jsonb(found) as fields from ${table} as found
        where ${sql.identifier(column.column)} <> '' for update`,
  )) as unknown as { rows: unknown[] };
  return rows.map((row) => {
    const { place, fields } = Found.parse(row);
    const texts = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
    return { column, place, sealed: texts[column.column] ?? '', purpose: column.purposeOf(texts) };
  });
}

export async function replaceSealedText(tx: Tx, { column, place }: SealedText, sealed: string): Promise<void> {
  await tx.execute(
    sql`update ${sql.identifier(column.table)} set ${sql.identifier(column.column)} = ${sealed}
        where ctid = ${place}::tid`,
  );
}
