import { and, lt, ne } from 'drizzle-orm';
import type { Pass } from './job.ts';
import { deleteRows } from './retention.server.ts';
import { mail } from './tables.ts';

/** Deletes mails after their time; one that still waits for its delivery stays. */
export const forgetMails: Pass = {
  name: 'platform.forgetMails',
  everySeconds: 3600,
  async run(pass) {
    const before = pass.clock.now().subtract(pass.services.retention.mails);
    await deleteRows(pass, mail.createdAt, () => and(lt(mail.createdAt, before), ne(mail.status, 'waiting')));
  },
};
