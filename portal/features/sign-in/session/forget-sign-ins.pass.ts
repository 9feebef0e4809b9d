import { lt } from 'drizzle-orm';
import type { Pass } from '#platform/job.ts';
import { deleteRows } from '#platform/retention.server.ts';
import { KNOWN_DEVICE_LIFETIME } from '../rules.ts';
import { knownDevice, passwordLink, session, signInAttempt, signInLock, verification } from '../tables.ts';

/** Deletes attempts to sign in, ended locks and sessions, and links that can no longer be used, after their time. */
export const forgetSignIns: Pass = {
  name: 'signIn.forget',
  everySeconds: 3600,
  async run({ tx, clock, services }) {
    const { machineClock, retention } = services;
    const ended = machineClock.now().subtract(retention.sessions);
    const attempts = machineClock.now().subtract(retention.signInAttempts);
    await deleteRows(tx, signInAttempt, lt(signInAttempt.attemptedAt, attempts));
    await deleteRows(tx, session, lt(session.expiresAt, ended));
    await deleteRows(tx, signInLock, lt(signInLock.lockedUntil, ended));
    await deleteRows(tx, knownDevice, lt(knownDevice.lastUsedAt, machineClock.now().subtract(KNOWN_DEVICE_LIFETIME)));
    await deleteRows(tx, verification, lt(verification.expiresAt, ended));
    await deleteRows(tx, passwordLink, lt(passwordLink.expiresAt, clock.now().subtract(retention.sessions)));
  },
};
