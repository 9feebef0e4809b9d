import { Decimal } from '@licence-portal/nce';
import type { Tx } from '#platform/database.server.ts';
import { priceListSetting } from '../tables.ts';

/** Until the provider sets another one: the yearly rises of Microsoft's lists mostly stay below. */
const HELD_ABOVE_PERCENT = new Decimal(25);

/** The share, in percent, by which a price may move before it waits for the provider's word. */
export async function getHeldAbovePercent(tx: Tx): Promise<Decimal> {
  const [setting] = await tx.select({ percent: priceListSetting.heldAbovePercent }).from(priceListSetting);
  return setting?.percent ?? HELD_ABOVE_PERCENT;
}
