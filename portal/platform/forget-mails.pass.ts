import { and, lt, ne } from 'drizzle-orm';
import type { Pass } from './job.ts';
import { deleteRows } from './retention.server.ts';
import { mail } from './tables.ts';

/** Deletes mails after their time; one that still waits for its delivery stays. */
export const forgetMails: Pass = {
  name: 'platform.forgetMails',
  everySeconds: 3600,
  async run({ tx, clock, services }) {
    const before = clock.now().subtract(services.retention.mails);
    await deleteRows(tx, mail, and(lt(mail.createdAt, before), ne(mail.status, 'waiting')));
  },
};
