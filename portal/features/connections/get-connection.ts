import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { namesOfPeople } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText } from '#platform/wire.ts';
import { eventsUrlOf, getVendorConnection, redirectUriOf, VendorName } from './find-connection.ts';
import { Outages, readOutages } from './outages.ts';
import { SIGN_IN_STATES, type SignInState } from './rules.ts';
import { readSignIn } from './sign-in/read-sign-in.ts';
import { vendorCheck, vendorEvent } from './tables.ts';
import {
  CHECK_NAMES,
  type CheckResult,
  FINDINGS,
  REMEDIES,
  SETTING_NAMES,
  type VendorConnection,
} from './vendor-connection.ts';

const EVENTS_SHOWN_MAX = 10;

const Sentence = z
  .object({ it: z.string().describe('In Italian.'), en: z.string().describe('In English.') })
  .nullable();
const Facts = z.record(z.string(), z.union([z.string(), z.number()]));

const Check = z.object({
  name: z.enum(CHECK_NAMES).describe('The permission.'),
  outcome: z
    .enum(['passed', 'failed', 'notTried'])
    .nullable()
    .describe('`notTried`: there was nothing to try it on; null before the first time.'),
  meaning: Sentence.describe("The vendor's refusal in words; null where none came."),
  finding: z
    .object({ name: z.enum(FINDINGS).describe('What.'), facts: Facts.describe('Its values.') })
    .nullable()
    .describe('What was found beside success or failure.'),
  remedy: z.enum(REMEDIES).nullable().describe('What the provider can do; null when nothing is to be done.'),
  code: z.string().nullable().describe("The vendor's code of the refusal."),
  correlationId: z.string().nullable().describe("The id that the vendor's support asks for."),
  triedAt: InstantText.nullable().describe('When it was tried last.'),
  triedBy: z.string().nullable().describe('Who tried it; null for the portal itself.'),
});

export const getConnection = operation({
  name: 'connections.getConnection',
  description:
    'Returns the connection to a vendor: its settings without secrets, each permission with the last result, the ' +
    'sign-in through which the portal acts with its age and end, what gets no answer at present, the use of the ' +
    'request limit, and the events received.',
  kind: 'read',
  permission: 'connections.read',
  scope: 'system',
  input: z.object({ vendor: VendorName }),
  output: z.object({
    serviceName: z.string().describe("Name of the vendor's service."),
    settings: z
      .array(
        z.object({
          name: z.enum(SETTING_NAMES).describe('The setting.'),
          value: z.string().describe('Its value.'),
        }),
      )
      .describe('What is configured; no secrets.'),
    redirectUri: z.string().describe('Address to register at the vendor, to which a sign-in comes back.'),
    eventsUrl: z.string().describe('Address to which the vendor posts events.'),
    checks: z.array(Check).describe('Each permission.'),
    signIn: z
      .object({
        state: z.enum(SIGN_IN_STATES).describe('Whether it can be used.'),
        source: z.enum(['person', 'setting']).nullable().describe('Who signed in here, or a token of the settings.'),
        signedInAt: InstantText.nullable().describe('When it began.'),
        signedInBy: z.string().nullable().describe('Person of the provider who signed in.'),
        signedInAs: z.string().nullable().describe("That person's name at the vendor."),
        hasSecondFactor: z.boolean().nullable().describe('Whether a second factor was used; null when not known.'),
        usedAt: InstantText.nullable().describe('When the vendor last gave an access token for it.'),
        endsAt: InstantText.nullable().describe('When it ends if nothing uses it.'),
        failedAt: InstantText.nullable().describe('Since when the vendor refuses it.'),
        meaning: Sentence.describe('Why.'),
        code: z.string().nullable().describe("The vendor's code of the refusal."),
      })
      .describe('The sign-in of the person in whose name the portal acts.'),
    idleDays: z.int().describe('A sign-in that is not used for so many days ends.'),
    limit: z
      .object({
        perMinute: z.int().describe('Requests a minute that the vendor allows.'),
        usedNow: z.int().describe('Requests of the last minute.'),
        hours: z
          .array(
            z.object({
              startsAt: InstantText.describe('Beginning of the hour.'),
              requests: z.int().describe('Requests of the hour.'),
              busiestMinute: z.int().describe('Requests of its busiest minute.'),
            }),
          )
          .describe('The hours of the last day in which there were requests, the newest first.'),
      })
      .describe('Use of the limit, over all processes of the portal.'),
    outages: Outages,
    events: z
      .array(
        z.object({
          name: z.string().describe('Its name at the vendor.'),
          resource: z.string().describe('What it is about.'),
          receivedAt: InstantText.describe('When it came.'),
        }),
      )
      .describe('The last events, the newest first.'),
  }),
  refusals: ['connections.notFound'],
  async run({ tx, services }, { vendor }) {
    const connection = getVendorConnection(services, vendor);
    const limit = await connection.readLimitUse(tx);
    return {
      serviceName: connection.serviceName,
      settings: [...connection.settings],
      redirectUri: redirectUriOf(services, vendor),
      eventsUrl: eventsUrlOf(services, vendor),
      checks: await listChecks(tx, vendor, connection),
      signIn: await signInOf(tx, vendor, connection, services.machineClock.now()),
      idleDays: connection.tokenIdleDays,
      limit: {
        ...limit,
        hours: limit.hours.map(({ startsAt, ...hour }) => ({ ...hour, startsAt: startsAt.toString() })),
      },
      outages: await readOutages(tx, { vendor, connection, now: services.machineClock.now() }),
      events: await listEvents(tx, vendor),
    };
  },
});

async function listChecks(tx: Tx, vendor: string, connection: VendorConnection) {
  const rows = await tx.select().from(vendorCheck).where(eq(vendorCheck.vendor, vendor));
  const names = await namesOfPeople(
    tx,
    rows.flatMap(({ triedBy }) => triedBy ?? []),
  );
  return CHECK_NAMES.map((name) => {
    const row = rows.find((one) => one.name === name);
    if (row === undefined) return { name, ...NEVER_TRIED };
    return {
      name,
      ...shown(row.result, connection),
      triedAt: row.triedAt.toString(),
      triedBy: nameOf(names, row.triedBy),
    };
  });
}

const NEVER_TRIED = {
  outcome: null,
  meaning: null,
  finding: null,
  remedy: null,
  code: null,
  correlationId: null,
  triedAt: null,
  triedBy: null,
};

function shown({ outcome, meaning, finding, remedy, code, correlationId }: CheckResult, connection: VendorConnection) {
  return {
    outcome,
    meaning: sentenceOf(meaning, connection),
    finding: finding === null ? null : { name: finding.name, facts: { ...finding.facts } },
    remedy,
    code,
    correlationId,
  };
}

async function signInOf(tx: Tx, vendor: string, connection: VendorConnection, now: Temporal.Instant) {
  const { row, state, endsAt } = await readSignIn(tx, { vendor, connection, now });
  const names = await namesOfPeople(tx, row?.signedInBy == null ? [] : [row.signedInBy]);
  return {
    state: state satisfies SignInState,
    source: row?.source ?? null,
    signedInAt: row?.signedInAt.toString() ?? null,
    signedInBy: nameOf(names, row?.signedInBy ?? null),
    signedInAs: row?.signedInAs ?? null,
    hasSecondFactor: row?.hasSecondFactor ?? null,
    usedAt: row?.usedAt?.toString() ?? null,
    endsAt: endsAt?.toString() ?? null,
    failedAt: row?.failedAt?.toString() ?? null,
    meaning: sentenceOf(row?.failure ?? null, connection),
    code: row?.failureCode ?? null,
  };
}

async function listEvents(tx: Tx, vendor: string) {
  const rows = await tx
    .select()
    .from(vendorEvent)
    .where(eq(vendorEvent.vendor, vendor))
    .orderBy(desc(vendorEvent.receivedAt), desc(vendorEvent.id))
    .limit(EVENTS_SHOWN_MAX);
  return rows.map(({ name, resource, receivedAt }) => ({ name, resource, receivedAt: receivedAt.toString() }));
}

function sentenceOf(meaning: string | null, connection: VendorConnection) {
  const sentence = meaning === null ? undefined : connection.explain(meaning);
  return sentence === undefined ? null : { ...sentence };
}

function nameOf(names: ReadonlyMap<PersonId, string>, personId: PersonId | null): string | null {
  return personId === null ? null : (names.get(personId) ?? null);
}
