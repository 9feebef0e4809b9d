import { expect, test } from 'vitest';
import { AGREED, offer } from '#features/catalogue/catalogue.ts';
import { readSkuFacts } from '#features/catalogue/read-sku-facts.job.ts';
import {
  buildCustomer,
  buildOffer,
  buildTenantDraft,
  placeChange,
  quoteFor,
  storedOrder,
} from '#features/orders/builders.ts';
import { startWorld } from '#shell/testing/world.ts';
import { attestationForm } from './attestation.ts';

const HYBRID_BENEFIT = 'CFQ7TTC0HX99:0001';

test('A11 the buyer must agree to the declaration that Microsoft requires, and the order reports it', async () => {
  const world = await startWorld();
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world, { ids: HYBRID_BENEFIT, title: 'Windows 365 Business' });
  await world.db({ kind: 'system' }, (tx) => world.app.queue.start(tx, readSkuFacts, {}));
  await world.runJobs();

  const [sold] = await world.db({ kind: 'system' }, (tx) => tx.select({ form: offer.orderForm }).from(offer));
  expect(sold?.form).toEqual([
    expect.objectContaining({
      name: 'attestation',
      type: 'declaration',
      isRequired: true,
      label: {
        it: expect.stringContaining('Windows 10 o 11 Pro'),
        en: expect.stringContaining('Windows 10 or 11 Pro'),
      },
    }),
  ]);

  const tenantId = await buildTenantDraft(world, { accountId });
  const buy = (answers: Record<string, string>) => ({
    kind: 'purchase' as const,
    tenantId,
    lines: [{ offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 1, answers }],
  });
  for (const answers of [{}, { attestation: '' }, { attestation: 'no' }]) {
    const { view } = await quoteFor(world, administrator, buy(answers));
    expect(view).toMatchObject({ possible: false, reason: 'answerMissing' });
  }

  const { orderId } = await placeChange(world, administrator, buy({ attestation: AGREED }));
  await world.runJobs();
  const { order } = await storedOrder(world, orderId);
  expect(order).toMatchObject({ status: 'done', failureCode: null });
});

test('an SKU that enforces nothing has no form; an unknown attestation points to Microsoft’s own conditions', () => {
  expect(attestationForm(undefined)).toBeNull();
  expect(attestationForm({ attestationType: 'Windows365', enforceAttestation: false })).toBeNull();
  expect(attestationForm({ attestationType: 'Another', enforceAttestation: true })).toMatchObject([
    { type: 'declaration', label: { en: expect.stringContaining('conditions which Microsoft sets') } },
  ]);
});
