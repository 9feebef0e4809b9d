import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { findTwoFactor, type TwoFactorRow } from './factors.server.ts';

/** A row of an app whose set-up waits for its first code. */
export type OpenSetUp = TwoFactorRow & { sealedSetUp: string };

/** Decides whether an app is being set up. The time is the machine's. */
export function isSetUpOpen(row: TwoFactorRow | undefined, now: Temporal.Instant): row is OpenSetUp {
  if (row === undefined || row.verified || row.sealedSetUp === null || row.setUpEndsAt === null) return false;
  return Temporal.Instant.compare(now, row.setUpEndsAt) < 0;
}

/** @throws Refusal `signIn.setUpEnded` when the caller sets up no app, or began more than a quarter of an hour ago */
export async function getOpenSetUp({ tx, personId, services }: OperationContext): Promise<OpenSetUp> {
  const row = await findTwoFactor(tx, personId);
  if (!isSetUpOpen(row, services.machineClock.now())) throw new Refusal('signIn.setUpEnded');
  return row;
}

/** What the sealed address of an app's key is for, so that it opens for nothing else. */
export function setUpPurpose(personId: string): string {
  return `authenticator app of ${personId}`;
}
