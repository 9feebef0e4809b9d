import { z } from 'zod';
import { findPersonForUpdate, mailFactsOf, setNotificationChoices } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { choicesOf, MailRhythm, TopicChoices } from './choices.ts';
import { nextDigestAt } from './rules.ts';

/** Chooses how the caller is notified. */
export const setChoices = operation({
  name: 'notifications.setChoices',
  description:
    'Chooses how the caller is notified. Topics and fields that are left out stay as they are. What waits for a digest ' +
    'is still sent with it when single mails are chosen again.',
  kind: 'write',
  permission: 'notifications.own',
  onBehalf: 'never',
  input: z.object({ topics: TopicChoices.default([]), mails: MailRhythm.optional() }),
  output: z.object({ topics: TopicChoices, mails: MailRhythm }),
  async run(context, { topics, mails }) {
    const { tx, clock, audit, personId } = context;
    const self = await findPersonForUpdate(tx, personId);
    assert(self !== undefined, 'the caller is a person');
    const chosen = new Map(choicesOf(self).topics.map((one) => [one.topic, one]));
    for (const one of topics) chosen.set(one.topic, one);
    const all = [...chosen.values()];
    const getsDigest = mails === undefined ? self.getsDigest : mails === 'daily';
    const { timeZone } = await mailFactsOf(context, self.accountId);
    const stored = {
      notInBell: all.filter(({ inBell }) => !inBell).map(({ topic }) => topic),
      notByMail: all.filter(({ byMail }) => !byMail).map(({ topic }) => topic),
      getsDigest,
      // A digest that is due keeps its time; the pass ends the series.
      digestAt: getsDigest ? (self.digestAt ?? nextDigestAt(clock.now(), timeZone)) : self.digestAt,
    };
    await setNotificationChoices(tx, personId, stored);
    const { notInBell, notByMail } = stored;
    await audit.record('notifications.choicesSet', {
      personId,
      notInBell: notInBell.join(' '),
      notByMail: notByMail.join(' '),
      mails: getsDigest ? 'daily' : 'atOnce',
    });
    return choicesOf(stored);
  },
});
