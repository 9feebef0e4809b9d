import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { ORPCError, os } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { Actor } from '#platform/actor.ts';
import type { Connection } from '#platform/connection.ts';
import { type AnyOperation, type AppContext, runOperation } from '#platform/operation.server.ts';
import { isRefusal, type Refusal, VendorFault } from '#platform/refusal.ts';

type RestContext = { actor: Actor; requestId: string; connection: Connection };

const PREFIX = '/api';

/**
 * Every operation as REST: reads by GET with the input in the query, the rest by POST with a JSON body, at
 * `/api/<module>/<verb>`. The OpenAPI document is made from the same declarations.
 */
export function restApi(app: AppContext, operations: readonly AnyOperation[]) {
  const router = Object.fromEntries(operations.map((op) => [op.name, procedureOf(app, op)]));
  const handler = new OpenAPIHandler(router);
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  let document: Promise<object> | undefined;
  return {
    /** Answers a request below `/api`; undefined when no operation has that address. */
    async handle(request: Request, context: RestContext): Promise<Response | undefined> {
      const { matched, response } = await handler.handle(request, { prefix: PREFIX, context });
      return matched ? response : undefined;
    },
    /** The OpenAPI 3.1 document, made at the first question. */
    describe(info: { title: string; version: string; url: string }): Promise<object> {
      document ??= generator.generate(router, {
        info: { title: info.title, version: info.version },
        servers: [{ url: `${info.url}${PREFIX}` }],
        security: [{ apiKey: [] }],
        components: {
          securitySchemes: {
            apiKey: { type: 'http', scheme: 'bearer', description: 'An API key made under Account.' },
          },
        },
      });
      return document;
    },
  };
}

function procedureOf(app: AppContext, op: AnyOperation) {
  const path = `/${op.name.replace('.', '/')}` as const;
  return os
    .$context<RestContext>()
    .route({
      method: op.kind === 'read' ? 'GET' : 'POST',
      path,
      operationId: op.name,
      tags: [op.name.split('.')[0] ?? 'portal'],
      summary: summaryOf(op),
    })
    .input(op.input)
    .output(op.output)
    .handler(async ({ input, context }) => {
      try {
        return await runOperation(app, op, input, context);
      } catch (error) {
        if (isRefusal(error)) throw asRestError(error);
        if (error instanceof VendorFault)
          throw new ORPCError('VENDOR_FAULT', {
            status: 502,
            message: 'The vendor did not answer as expected. Try again later.',
          });
        app.log.error({ err: error, operation: op.name, requestId: context.requestId }, 'operation failed');
        throw new ORPCError('INTERNAL_SERVER_ERROR', {
          message: `Something did not work. Request ${context.requestId}.`,
        });
      }
    });
}

function summaryOf(op: AnyOperation): string {
  const refusals =
    op.refusals === undefined || op.refusals.length === 0 ? '' : ` Refuses with: ${op.refusals.join(', ')}.`;
  return `${op.name} (permission ${op.permission}).${refusals}`;
}

function asRestError(refusal: Refusal): ORPCError<string, unknown> {
  const status =
    refusal.code === 'permission.denied'
      ? 403
      : refusal.code === 'input.invalid'
        ? 400
        : refusal.code.endsWith('.notFound')
          ? 404
          : 422;
  return new ORPCError(refusal.code, {
    status,
    message: refusal.code,
    data: { facts: refusal.facts, fields: refusal.fields },
  });
}
