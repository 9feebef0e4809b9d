import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Service } from '../../portal/bin/testing/service.ts';

const CustomerRecord = z.looseObject({ domain: z.string(), subscriptions: z.record(z.string(), z.looseObject({})) });
const State = z.looseObject({ customers: z.record(z.string(), CustomerRecord) });
export type SimulatorState = z.infer<typeof State>;

/** The state in which the demo's simulator was left. */
export function readDemoState(service: Service): SimulatorState {
  return State.parse(JSON.parse(readFileSync(service.simulatorState, 'utf8')));
}

/**
 * Adds customers to the simulator with the given subscriptions, each a copy of the law firm's.
 *
 * @param subscriptionIds  by Microsoft's id of the customer
 */
export function withCustomers(
  state: SimulatorState,
  template: Readonly<{ customerId: string; subscriptionId: string }>,
  subscriptionIds: ReadonlyMap<string, readonly string[]>,
): SimulatorState {
  const record = state.customers[template.customerId];
  const subscription = record?.subscriptions[template.subscriptionId];
  if (record === undefined || subscription === undefined) throw new Error('the simulator does not know the law firm');
  const subscriptionText = JSON.stringify(subscription);
  const recordText = JSON.stringify({ ...record, subscriptions: {} });
  const customers = [...subscriptionIds].map(([customerId, ids]) => {
    const copy = recordText
      .replaceAll(template.customerId, customerId)
      .replaceAll(record.domain, `${customerId}.example`);
    const subscriptions = ids.map((id) => [
      id,
      JSON.parse(subscriptionText.replaceAll(template.subscriptionId, id).replaceAll(template.customerId, customerId)),
    ]);
    return [customerId, { ...JSON.parse(copy), subscriptions: Object.fromEntries(subscriptions) }];
  });
  return { ...state, customers: { ...state.customers, ...Object.fromEntries(customers) } };
}
