import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { endPasswordLinks, endSessions, getPersonForUpdate, person } from '#features/sign-in/sign-in.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { refuseLastAdministrator, refuseOneself } from './guards.ts';

/** Keeps a person out, at once: sessions and links end. Disabling twice changes nothing. */
export const disableUser = operation({
  name: 'users.disable',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: PersonId }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.notOneself', 'users.lastAdministrator'],
  async run(context, { userId }) {
    const { tx, clock, audit } = context;
    const target = await getPersonForUpdate(tx, userId);
    refuseOneself(context, target);
    await refuseLastAdministrator(context, target);
    const now = clock.now();
    await tx
      .update(person)
      .set({ disabledAt: target.disabledAt ?? now, updatedAt: now })
      .where(eq(person.id, userId));
    await endSessions(tx, userId);
    await endPasswordLinks(tx, userId, now);
    await audit.record('users.disabled', { userId });
    return {};
  },
});
