import { buildPerson, buildSession } from '#features/sign-in/builders.ts';
import type { AccountId } from '#platform/ids.ts';
import type { PersonRole, Role } from '#platform/permissions.ts';
import { chance, pick, type Random } from './hostile-values.ts';
import { keyOf } from './serve-world.ts';
import type { World } from './world.ts';

/** Somebody who sends hostile requests, with a session or a key, or without. */
export type HostileCaller = Readonly<{
  name: string;
  role: Role;
  /** The headers that identify them, mostly as they should be. */
  headers(random: Random): Record<string, string>;
  /** Another session of a new person, after the last one has ended: requests sign out, disable and remove people. */
  renew(): Promise<void>;
}>;

export function nobody(): HostileCaller {
  return {
    name: 'nobody',
    role: 'anonymous',
    headers: (random) => (chance(random, 0.3) ? credentialsOfNobody(random) : {}),
    renew: async () => {},
  };
}

let personCount = 0;

/** A person of an account who signs in, or whose API key is used. */
export async function hostilePerson(
  world: World,
  given: { accountId: AccountId; role: PersonRole; by: 'session' | 'key' },
): Promise<HostileCaller> {
  const { accountId, role, by } = given;
  let own: Record<string, string> = {};
  const renew = async () => {
    personCount += 1;
    const login = `hostile.person.${personCount}`;
    const now = world.clock.now();
    const person = await world.db({ kind: 'system' }, (tx) =>
      buildPerson(tx, { accountId, roles: [role], login, now }),
    );
    own =
      by === 'key'
        ? { authorization: `Bearer ${await keyOf(world, person)}` }
        : { cookie: await buildSession(world, login, { address: `10.9.${personCount >> 8}.${personCount & 255}` }) };
  };
  await renew();
  return {
    name: `${role} by ${by}`,
    role,
    headers: (random) => (chance(random, 0.03) ? { ...own, ...credentialsOfNobody(random) } : own),
    renew,
  };
}

const COOKIES = [
  'a',
  '=',
  ';;;',
  'a=b; a=c',
  'lang=%',
  'language=../../x',
  `x=${'y'.repeat(6_000)}`,
  '__proto__=1',
  'a="b',
];
const AUTHORIZATIONS = [
  'Bearer',
  'Bearer ',
  'Basic YTpi',
  'bearer x y',
  `Bearer ${'a'.repeat(6_000)}`,
  'Bearer \u00ff',
  'x',
];
const SESSIONS = ['x', 'x.y', '%00', '%ff', 'a%2Eb', `${'a'.repeat(32)}.${'b'.repeat(44)}`];

/** Credentials that nobody has. */
function credentialsOfNobody(random: Random): Record<string, string> {
  const kind = random();
  if (kind < 0.4) return { cookie: pick(random, COOKIES) };
  if (kind < 0.6) return { cookie: `portal.session_token=${pick(random, SESSIONS)}` };
  return { authorization: pick(random, AUTHORIZATIONS) };
}
