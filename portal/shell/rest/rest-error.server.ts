import { z } from 'zod';
import type { Services } from '#platform/operation.server.ts';
import type { Refusal } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';
import { refusalText } from '#ui/refusal-text.ts';
import { restStatusOf } from './rest-status.ts';

/** Every answer of the REST API that is not a success. */
export const RestError = z
  .object({
    error: z
      .object({
        code: z
          .string()
          .describe('Stable name of the reason, for programs: `orders.notFound`.')
          .meta({
            examples: ['input.invalid'],
          }),
        message: z
          .string()
          .describe('A sentence for a person, in the language of the caller.')
          .meta({ examples: ['Check the fields shown.'] }),
        fields: z
          .array(
            z.object({
              path: z
                .string()
                .describe('The field of the input, parts separated by dots: `lines.0.seatCount`.')
                .meta({ examples: ['seatCount'] }),
              code: z
                .string()
                .describe('Stable name of the reason.')
                .meta({ examples: ['input.tooSmall'] }),
              message: z
                .string()
                .describe('A sentence for a person, in the language of the caller.')
                .meta({ examples: ['The number must be 1 or more.'] }),
            }),
          )
          .describe('The fields that were refused; empty where the reason is no single field.'),
        facts: z
          .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
          .describe('The values that the sentence names, for programs.'),
        requestId: z
          .string()
          .describe('Names this request in the log of the portal; the header `X-Request-Id` carries it too.'),
      })
      .describe('The reason.'),
  })
  .meta({ id: 'Error', description: 'The one shape of errors.' });
export type RestError = z.infer<typeof RestError>;

/** Writes refusals as answers, with sentences in the caller's language. */
export function restErrorWriter(translators: Services['translators']) {
  return (
    refusal: Pick<Refusal, 'code' | 'facts' | 'fields'>,
    caller: { locale: Locale; isProvider: boolean; requestId: string },
    headers: Record<string, string> = {},
  ): Response => {
    const language = { t: translators[caller.locale], locale: caller.locale };
    const reader = caller.isProvider ? 'provider' : 'customer';
    const body: RestError = {
      error: {
        code: refusal.code,
        message: refusalText(refusal, language, reader),
        fields: refusal.fields.map((field) => ({
          path: field.path,
          code: field.code,
          message: refusalText(field, language, reader),
        })),
        facts: refusal.facts,
        requestId: caller.requestId,
      },
    };
    return Response.json(body, {
      status: restStatusOf(refusal.code),
      headers: { 'Cache-Control': 'no-store', 'Content-Language': caller.locale, ...headers },
    });
  };
}
