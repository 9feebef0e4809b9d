import { lt } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Pass } from '#platform/job.ts';
import { deleteRows } from '#platform/retention.server.ts';
import { KNOWN_DEVICE_LIFETIME } from '../rules.ts';
import { knownDevice, passwordLink, session, signInAttempt, signInLock, verification } from '../tables.ts';

/** Deletes attempts to sign in, ended locks and sessions, and links that can no longer be used, after their time. */
export const forgetSignIns: Pass = {
  name: 'signIn.forget',
  everySeconds: 3600,
  async run(pass) {
    const { machineClock, retention } = pass.services;
    const machineNow = machineClock.now();
    const ended = machineNow.subtract(retention.sessions);
    const ends: readonly [PgColumn, before: Temporal.Instant][] = [
      [signInAttempt.attemptedAt, machineNow.subtract(retention.signInAttempts)],
      [session.expiresAt, ended],
      [signInLock.lockedUntil, ended],
      [knownDevice.lastUsedAt, machineNow.subtract(KNOWN_DEVICE_LIFETIME)],
      [verification.expiresAt, ended],
      [passwordLink.expiresAt, pass.clock.now().subtract(retention.sessions)],
    ];
    for (const [column, before] of ends) await deleteRows(pass, column, () => lt(column, before));
  },
};
