import { createContext, type RouterContextProvider } from 'react-router';
import type { z } from 'zod';
import type { Actor } from './actor.ts';
import type { Operation } from './operation.server.ts';
import type { PersonRole } from './permissions.ts';
import type { Refusal } from './refusal.ts';
import type { Locale } from './wire.ts';

/** The signed-in person, as every page may know them. */
export type SignedIn = Readonly<{
  personId: string;
  accountId: string;
  accountName: string;
  accountKind: 'customer' | 'provider';
  roles: readonly PersonRole[];
  login: string;
  displayName: string;
  timeZone: string;
  /** Set while somebody else uses the portal in this person's place. */
  impersonation: Impersonation | null;
  /** The name of the person in whose place the caller acted until the time was over, until the caller has read so. */
  endedImpersonationOf: string | null;
}>;

/** Somebody else in the place of a signed-in person. */
export type Impersonation = Readonly<{
  impersonatorName: string;
  /** True: changes are possible, beside what is the person's alone. */
  mayWrite: boolean;
  /** ISO 8601, exclusive. */
  endsAt: string;
}>;

/** One reason of a refusal as its reader sees it. Without a `name` it belongs to the whole form, else to that field. */
export type RefusalError = Readonly<{ name?: string; message: string }>;

/** How a page's loader or action reaches the portal: who calls, and the one way to run an operation. */
export type Caller = Readonly<{
  actor: Actor;
  signedIn: SignedIn | null;
  /** True when the browser still has the cookie of a session that has ended. */
  sessionEnded: boolean;
  locale: Locale;
  requestId: string;
  /** Marks the inline scripts and styles of this answer as the portal's own (Content-Security-Policy). */
  nonce: string;
  /** Name, accent and support address for this person's language; mode and the movable clock's notice. */
  site: Readonly<{
    brandName: string;
    accent: string;
    supportEmail: string;
    mode: 'demo' | 'real';
    databaseKind: 'embedded' | 'server';
    /** Now, on the movable clock, ISO 8601. */
    now: string;
    /** True when the movable clock differs from the machine's by more than a minute. */
    clockMoved: boolean;
  }>;
  /**
   * Runs an operation as this caller. The operation is found by its name in the process's own list, so that one copy
   * of the code runs for pages, REST, jobs and the command line alike.
   *
   * @throws Refusal as declared by the operation
   */
  call<In extends z.ZodType, Out extends z.ZodType>(
    op: Operation<string, In, Out>,
    input: z.input<In>,
  ): Promise<z.output<Out>>;
  /** The sentences of a refusal for this caller: one for each refused field, else one for the whole. */
  explain(refusal: Pick<Refusal, 'code' | 'facts' | 'fields'>): readonly RefusalError[];
  /** Takes an error that a page met and nobody expected. It is logged without the values that it carries. */
  report(error: unknown): void;
}>;

const callerContext = createContext<Caller>();

export function callerOf(context: Readonly<RouterContextProvider>): Caller {
  return context.get(callerContext);
}

export function setCaller(context: RouterContextProvider, caller: Caller): void {
  context.set(callerContext, caller);
}
