import { Writable } from 'node:stream';
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
import { needsStyles, withStyles } from './shell/page-styles.server.ts';
import { TranslatorContext } from './ui/i18n.ts';

/** The process hands a caller to pages through this bundle's own copy of the context. */
export { setCaller } from '#platform/caller.server.ts';

/** An error of a loader or an action; the framework itself would print it with all its values. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  callerOf(context as Readonly<RouterContextProvider>).report(error);
};

const RENDER_TIMEOUT_MS = 10_000;

/**
 * A page is sent whole: its loaders have read everything before, so that nothing would come later, and one piece is
 * compressed better and quicker than the many that React writes.
 */
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
        onAllReady() {
          pipe(
            collect((html) => {
              clearTimeout(timeout);
              const body = Buffer.from(needsStyles(request) ? withStyles(html, nonce) : html);
              headers.set('Content-Type', 'text/html; charset=utf-8');
              headers.set('Content-Length', String(body.length));
              resolve(new Response(body, { status: failed ? 500 : status, headers }));
            }),
          );
        },
        onShellError(error: unknown) {
          clearTimeout(timeout);
          reject(error);
        },
        onError(error: unknown) {
          failed = true;
          caller.report(error);
        },
      },
    );
    const timeout = setTimeout(abort, RENDER_TIMEOUT_MS);
  });
}

/** A stream that gives what was written to it as one text. */
function collect(done: (text: string) => void): Writable {
  const pieces: Buffer[] = [];
  return new Writable({
    write(piece: Buffer, _encoding, next) {
      pieces.push(piece);
      next();
    },
    final(next) {
      done(Buffer.concat(pieces).toString());
      next();
    },
  });
}
