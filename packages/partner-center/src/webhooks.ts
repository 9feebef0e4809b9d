import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/**
 * The address to which events are posted. Names have capitals on the wire.
 *
 * @source Partner Center, "Partner Center webhooks"
 */
export const WebhookRegistration = z.looseObject({
  /** Present in the answer to a registration, absent when one is read. */
  SubscriberId: z.string().optional(),
  WebhookUrl: z.string(),
  WebhookEvents: z.array(z.string()),
});
export type WebhookRegistration = Known<z.output<typeof WebhookRegistration>>;

/** The outcome of a test event. @source Partner Center, "Partner Center webhooks" */
export const WebhookValidation = z.looseObject({
  correlationId: z.string(),
  partnerId: z.string().optional(),
  /** `pending`, `completed`, … */
  status: z.string(),
  callbackUrl: z.string().optional(),
  /** One for each attempted delivery. */
  results: z
    .array(
      z.looseObject({
        responseCode: z.string().optional(),
        responseMessage: z.string().optional(),
        systemError: z.boolean().optional(),
        dateTimeUtc: z.string().optional(),
      }),
    )
    .default([]),
});
export type WebhookValidation = Known<z.output<typeof WebhookValidation>>;

const WebhookTest = z.looseObject({ correlationId: z.string() });

export type NewWebhookRegistration = Readonly<{
  /** Https, reachable from outside. */
  url: string;
  /** Of those that `listEvents` gives. */
  events: readonly string[];
}>;

/** A partner has one registration for all its customers. */
export function webhookCalls(transport: Transport) {
  return {
    listEvents: (options: CallOptions = {}) =>
      transport.read(ROUTES.listWebhookEvents, {}, z.array(z.string()), options),
    getRegistration: (options: CallOptions = {}) =>
      transport.read(ROUTES.getWebhookRegistration, {}, WebhookRegistration, options),
    register: (registration: NewWebhookRegistration, options: CallOptions = {}) =>
      transport.read(ROUTES.registerWebhook, { body: wireBody(registration) }, WebhookRegistration, options),
    /** Replaces address and events. */
    updateRegistration: (registration: NewWebhookRegistration, options: CallOptions = {}) =>
      transport.read(ROUTES.updateWebhookRegistration, { body: wireBody(registration) }, WebhookRegistration, options),
    /**
     * Requests a `test-created` event, for which the partner must be registered. At most twice a minute.
     *
     * @returns its id
     */
    async sendTest(options: CallOptions = {}): Promise<string> {
      return (await transport.read(ROUTES.sendWebhookTest, {}, WebhookTest, options)).correlationId;
    },
    getTest: (correlationId: string, options: CallOptions = {}) =>
      transport.read(ROUTES.getWebhookTest, { path: { correlationId } }, WebhookValidation, options),
  };
}

function wireBody({ url, events }: NewWebhookRegistration) {
  return { WebhookUrl: url, WebhookEvents: events };
}
