import type { WebhookDelivery } from './state.ts';
import { makeWebhookCertificates, type WebhookCertificates } from './webhook-certificates.ts';
import { isDue, wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/** Delivers events to the partner's address. */
export type WebhookSender = Readonly<{
  /**
   * Delivers the events that are due, and those that become due meanwhile. Resolves when none is left; never rejects.
   */
  deliver: (origin: string) => Promise<void>;
  /** A certificate in DER, by its name; generated at the first call. */
  certificate: (name: string, origin: string) => Uint8Array | undefined;
}>;

/** @source Partner Center, "Partner Center webhooks": an event is tried ten times. Guess: the waits in between. */
const ATTEMPTS_MAX = 10;
const FIRST_WAIT_MINUTES = 1;
const TIMEOUT_MS = 10_000;

export function createWebhookSender(world: World): WebhookSender {
  let certificates: WebhookCertificates | undefined;
  let running: Promise<void> | undefined;

  function certificatesAt(origin: string): WebhookCertificates {
    certificates ??= makeWebhookCertificates((name) => `${origin}/certificates/${name}.cer`);
    return certificates;
  }
  async function deliverAll(origin: string): Promise<void> {
    for (;;) {
      const now = world.clock.now();
      const due = world.state.webhook.deliveries.find(({ status, dueAt }) => status === 'pending' && isDue(dueAt, now));
      if (due === undefined) return;
      await attempt(world, due, origin, certificatesAt(origin));
    }
  }
  return {
    async deliver(origin) {
      // One at a time, in the order of the events.
      while (running !== undefined) await running;
      running = deliverAll(origin).finally(() => {
        running = undefined;
      });
      await running;
    },
    certificate(name, origin) {
      if (name !== 'webhook' && name !== 'intermediate' && name !== 'root') return undefined;
      return certificatesAt(origin)[name === 'webhook' ? 'leaf' : name];
    },
  };
}

async function attempt(
  world: World,
  delivery: WebhookDelivery,
  origin: string,
  certificates: WebhookCertificates,
): Promise<void> {
  const body = JSON.stringify(delivery.body);
  const answer = await posted(delivery.url, body, {
    'Content-Type': 'application/json',
    Authorization: `Signature ${certificates.sign(body)}`,
    'X-MS-Certificate-Url': `${origin}/certificates/webhook.cer`,
    'X-MS-Signature-Algorithm': 'rsa-sha256',
  });
  const now = world.clock.now();
  delivery.attempts.push({ at: wireInstant(now), ...answer });
  if (answer.status >= 200 && answer.status < 300) delivery.status = 'delivered';
  else if (delivery.attempts.length >= ATTEMPTS_MAX) delivery.status = 'failed';
  else {
    const minutes = FIRST_WAIT_MINUTES * 2 ** (delivery.attempts.length - 1);
    delivery.dueAt = wireInstant(now.add({ minutes }));
  }
  world.touch();
}

/** @returns the answer's status, 0 if there was no answer */
async function posted(
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; message: string }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return { status: response.status, message: response.statusText };
  } catch (error) {
    // The failure is shown in the list of deliveries, and the event is tried again.
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return { status: 0, message: cause instanceof Error ? cause.message : String(cause) };
  }
}
