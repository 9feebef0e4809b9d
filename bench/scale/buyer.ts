import { type Choice, type Customer, signInCustomer } from '../../portal/bin/testing/customer.ts';
import type { PortalProcess } from '../../portal/bin/testing/portal-process.ts';
import { isOfDemo } from './fill-subscriptions.ts';
import type { FilledService } from './filled-service.ts';

/** Somebody who buys one licence more of what the company bought in the demo. */
export type Buyer = Readonly<{ customer: Customer; choice: Choice; microsoftCustomerId: string }>;

export async function findBuyer(
  service: FilledService,
  web: Pick<PortalProcess, 'url'>,
  login: string,
): Promise<Buyer> {
  const [known] = await service.query<{
    tenantId: string;
    microsoftCustomerId: string;
    offerId: string;
    termDuration: string;
    billingCycle: string;
  }>(`
    select tenant.id as "tenantId", microsoft_customer_id as "microsoftCustomerId", offer_id as "offerId",
      term_duration as "termDuration", billing_cycle as "billingCycle"
    from person join customer_order on customer_order.account_id = person.account_id
      join order_line on order_line.order_id = customer_order.id join tenant on tenant.id = customer_order.tenant_id
    where login = '${login}' and customer_order.kind = 'purchase' and customer_order.status = 'done'
      and ${isOfDemo('number')}
    order by unit_price_per_cycle limit 1`);
  if (known === undefined) throw new Error(`the demo has no purchase of ${login}`);
  const { tenantId, microsoftCustomerId, ...line } = known;
  const customer = await signInCustomer(web, login);
  return { customer, microsoftCustomerId, choice: { tenantId, line: { ...line, seatCount: 1 } } };
}
