import { recordBilling } from './billing-history.ts';
import { findSku, skuKey } from './catalogue.ts';
import { type Fields, isFields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { scheduledActionOnDate } from './scheduled-actions.ts';
import type { CustomerRecord, SubscriptionRecord, TransitionPlan } from './state.ts';
import { markChanged } from './subscription-resource.ts';
import { convertTo, targetsOf } from './transitions.ts';
import { fieldsOf, instantFrom, textOr } from './wire-json.ts';
import type { World } from './world.ts';

/**
 * Applies the action that is scheduled for a day within the term, once that day has come.
 *
 * @returns whether it was applied
 */
export function settleCustomDate(
  world: World,
  customer: CustomerRecord,
  record: SubscriptionRecord,
  now: Temporal.Instant,
): boolean {
  const { resource } = record;
  const action = scheduledActionOnDate(resource);
  if (action === undefined || resource.status !== 'active') return false;
  const at = instantFrom(textOr(action.effectiveDate, ''));
  if (at === undefined || Temporal.Instant.compare(at, now) > 0) return false;
  const others = Array.isArray(resource.scheduledActions) ? resource.scheduledActions : [];
  resource.scheduledActions = others.filter((other) => other !== action);
  if (action.actionType === 'Cancel') {
    resource.status = 'deleted';
    resource.autoRenewEnabled = false;
    resource.scheduledActions = [];
    record.seatBatches = [];
    recordBilling(record, 'cancelImmediate', at);
    markChanged(record, at);
  } else {
    convertTo(world, customer, record, customDatePlan(world, record, action), at);
  }
  return true;
}

/** The upgrade of all seats that an action names. Refuses a product that the subscription cannot become. */
export function customDatePlan(world: World, record: SubscriptionRecord, action: Fields): TransitionPlan {
  const { resource } = record;
  const product = fieldsOf(isFields(action.instructions) ? action.instructions.product : undefined, 'product');
  const [productId, skuId] = [textOr(product.productId, ''), textOr(product.skuId, '').padStart(4, '0')];
  const sku = findSku(world.catalogue, productId, skuId);
  if (sku === undefined || !targetsOf(world, record).includes(sku)) throw new PartnerError(800020, [productId]);
  return {
    toSku: skuKey(sku),
    quantity: resource.quantity,
    termDuration: resource.termDuration,
    billingCycle: resource.billingCycle,
    promotionId: textOr(product.promotionId, ''),
    movesLicences: true,
    kind: 'whole',
    toSubscriptionId: resource.id,
  };
}
