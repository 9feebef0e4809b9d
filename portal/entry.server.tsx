import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable } from '@react-router/node';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import {
  type EntryContext,
  type HandleErrorFunction,
  isRouteErrorResponse,
  type RouterContextProvider,
  ServerRouter,
} from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { NonceContext } from './shell/content-policy.ts';
import { audienceOf, pageTranslator } from './shell/page-messages.server.ts';
import { MessagesJsonContext } from './shell/page-messages.ts';
import { modulesOfPage } from './shell/page-modules.ts';
import { TranslatorContext } from './ui/i18n.ts';

/** The process hands a caller to pages through this bundle's own copy of the context. */
export { setCaller } from '#platform/caller.server.ts';

/** An error of a loader or an action; the framework itself would print it with all its values. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  callerOf(context as Readonly<RouterContextProvider>).report(error);
};

const RENDER_TIMEOUT_MS = 10_000;

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  context: Readonly<RouterContextProvider>,
): Promise<Response> {
  const caller = callerOf(context);
  const { nonce } = caller;
  const modules = modulesOfPage(new URL(request.url).pathname);
  const { translator, json } = pageTranslator(caller.locale, modules, audienceOf(caller));
  const whole = isbot(request.headers.get('user-agent') ?? '');
  return new Promise((resolve, reject) => {
    let failed = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext value={nonce}>
        <MessagesJsonContext value={json}>
          <TranslatorContext value={translator}>
            <ServerRouter context={routerContext} url={request.url} nonce={nonce} />
          </TranslatorContext>
        </MessagesJsonContext>
      </NonceContext>,
      {
        nonce,
        [whole ? 'onAllReady' : 'onShellReady']() {
          const body = new PassThrough();
          headers.set('Content-Type', 'text/html; charset=utf-8');
          resolve(new Response(createReadableStreamFromReadable(body), { status: failed ? 500 : status, headers }));
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          failed = true;
          caller.report(error);
        },
      },
    );
    setTimeout(abort, RENDER_TIMEOUT_MS).unref();
  });
}
