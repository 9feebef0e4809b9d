import { eq } from 'drizzle-orm';
import { offer } from '#features/catalogue/catalogue.ts';
import type { StepLine } from '#features/orders/orders.ts';
import type { OperationContext } from '#platform/operation.server.ts';

/** Address of Microsoft's services, unless the offer has another one. */
const MICROSOFT_PORTAL = 'https://m365.cloud.microsoft';

export async function serviceAddressOf({ tx }: OperationContext, { offerId }: StepLine): Promise<string> {
  if (offerId === null) return MICROSOFT_PORTAL;
  const [row] = await tx.select({ url: offer.serviceUrl }).from(offer).where(eq(offer.id, offerId));
  return row?.url ?? MICROSOFT_PORTAL;
}
