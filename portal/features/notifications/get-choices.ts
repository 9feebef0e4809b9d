import { z } from 'zod';
import { findPerson } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { choicesOf, MailRhythm, TopicChoices } from './choices.ts';

/** How the caller is notified. */
export const getChoices = operation({
  name: 'notifications.getChoices',
  description: 'Returns how the caller is notified: which topics in the portal, which by mail, and how often.',
  kind: 'read',
  permission: 'notifications.own',
  input: z.object({}),
  output: z.object({ topics: TopicChoices, mails: MailRhythm }),
  async run({ tx, personId }) {
    const self = await findPerson(tx, personId);
    assert(self !== undefined, 'the caller is a person');
    return choicesOf(self);
  },
});
