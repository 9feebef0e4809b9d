import { missingPrerequisites } from '@licence-portal/nce';
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { asOwned, offer, openQuestions } from '#features/catalogue/catalogue.ts';
import type { ImpossibleView } from '#features/orders/orders.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { isUsable, segmentOpenedBy, type TenantRow } from '#features/tenants/tenants.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { Facts } from '#platform/refusal.ts';
import type { RequestedLine } from './requested-lines.ts';

/** The first reason why a purchase is not possible; undefined when it is, as far as its seats are not concerned. */
export async function findPurchaseBlocker(
  context: OperationContext,
  lines: readonly RequestedLine[],
  tenant: TenantRow | undefined,
): Promise<ImpossibleView | undefined> {
  return (
    vendorBlocker(lines, tenant) ??
    (await ownershipBlocker(context, lines, tenant)) ??
    lines.map((line) => lineBlocker(line, tenant)).find((blocker) => blocker !== undefined)
  );
}

/** One order is one vendor's. A vendor that needs a tenant needs one that is ready for the order. */
function vendorBlocker(lines: readonly RequestedLine[], tenant: TenantRow | undefined): ImpossibleView | undefined {
  const [vendor, other] = new Set(lines.map((line) => line.vendor));
  if (other !== undefined) return impossible('severalVendors', {});
  if (!vendor?.needsTenant) return undefined;
  if (tenant === undefined) return impossible('tenantMissing', {}, 'chooseTenant');

  const facts = { domain: tenant.domain };
  if (!isUsable(tenant)) return impossible('tenantNotProven', facts, 'chooseTenant');
  if (tenant.agreementConfirmedAt === null && tenant.signatory === null) {
    return impossible('agreementMissing', facts, 'chooseTenant');
  }
  return undefined;
}

/** A trial is available once; an add-on needs what it is added to, owned or in the same order. */
async function ownershipBlocker(
  { tx, accountId }: OperationContext,
  lines: readonly RequestedLine[],
  tenant: TenantRow | undefined,
): Promise<ImpossibleView | undefined> {
  const owned = await tx
    .selectDistinct({
      offerId: subscription.offerId,
      status: subscription.status,
      productId: offer.vendorProductId,
      skuId: offer.vendorSkuId,
    })
    .from(subscription)
    .innerJoin(offer, eq(offer.id, subscription.offerId))
    .where(
      and(
        eq(subscription.accountId, accountId),
        isNotNull(subscription.offerId),
        tenant === undefined ? undefined : eq(subscription.tenantId, tenant.id),
      ),
    );
  for (const { line, index, offer: wanted } of lines) {
    const facts = { name: wanted.title, line: index };
    if (wanted.isTrial) {
      const isTwice = lines.some((other) => other.index !== index && other.line.offerId === line.offerId);
      if (isTwice || owned.some(({ offerId }) => offerId === wanted.id)) return impossible('trialUsed', facts);
    }
    const missing = missingPrerequisites(wanted.prerequisites, [...owned, ...lines.map(({ offer }) => asOwned(offer))]);
    if (missing.length === 0) continue;
    const titles = await titlesOf(tx, missing);
    return impossible('prerequisiteMissing', { ...facts, prerequisites: titles }, 'buyPrerequisite');
  }
  return undefined;
}

/** Titles of the first few offers, for the sentence. */
async function titlesOf(tx: OperationContext['tx'], keys: readonly string[]): Promise<string> {
  const productIds = keys.map((key) => key.split(':')[0]?.toUpperCase() ?? '');
  const found = await tx
    .selectDistinct({ title: offer.title, productId: offer.vendorProductId, skuId: offer.vendorSkuId })
    .from(offer)
    .where(inArray(offer.vendorProductId, productIds));
  const wanted = new Set(keys.map((key) => key.toUpperCase()));
  const titles = found
    .filter(({ productId, skuId }) => wanted.has(`${productId}:${skuId}`.toUpperCase()))
    .map(({ title }) => title);
  return (titles.length === 0 ? keys : titles).slice(0, 3).join(', ');
}

function lineBlocker(
  { line, index, offer: wanted, vendor, option }: RequestedLine,
  tenant: TenantRow | undefined,
): ImpossibleView | undefined {
  const facts = { name: wanted.title, line: index };
  if (option === undefined) return impossible('notSold', facts, 'chooseOption');
  const isOpen = wanted.segment === 'commercial' || segmentOpenedBy(tenant?.qualification ?? 'None') === wanted.segment;
  if (vendor.needsTenant && !isOpen) {
    return impossible('segmentNotAllowed', { ...facts, segment: wanted.segment }, 'chooseTenant');
  }
  const [missing] = openQuestions(wanted.orderForm, line.answers);
  return missing && impossible('answerMissing', { ...facts, field: missing.name });
}

export function impossible(reason: string, facts: Facts, action?: string): ImpossibleView {
  return {
    possible: false,
    kind: 'purchase',
    reason,
    facts,
    instead: action === undefined ? null : { action, facts },
  };
}
