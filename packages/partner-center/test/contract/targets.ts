import { setTimeout as wait } from 'node:timers/promises';
import {
  DEMO_APPLICATION,
  DEMO_PARTNER_TENANT_ID,
  DEMO_REFRESH_TOKEN,
  startSimulator,
} from '@licence-portal/partner-center-simulator';
import {
  createPartnerCenterClient,
  type PartnerCenterClient,
  type PartnerCenterClientOptions,
} from '../../src/partner-center.ts';

/** A Partner Center on which the contract is tested. */
export type Target = Readonly<{
  client: PartnerCenterClient;
  /** The routes that were called so far, as `GET v1/customers`. */
  called: ReadonlySet<string>;
  /** Lets time pass until a pending change may have taken effect. */
  letTimePass: () => Promise<void>;
  /** The present, by the clock of the target. */
  now: () => Temporal.Instant;
  /** Answers as the signatory on the page of a link; absent where only a person can. */
  accept?: (link: string) => Promise<void>;
  /** Moves the clock to the day on which the current month is invoiced; absent where the clock cannot be moved. */
  moveToNextInvoice?: () => Promise<void>;
  close: () => Promise<void>;
}>;

/** @param startsAt  the instant at which the simulator's clock starts; it moves only when it is moved */
export async function simulatorTarget(startsAt: Temporal.Instant): Promise<Target> {
  const simulator = await startSimulator({ seed: 'contract', now: () => startsAt });
  const now = () => simulator.simulator.world.clock.now();
  const moveTo = async (instant: Temporal.Instant) => {
    const body = JSON.stringify({ now: instant.toString() });
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(`${simulator.url}/control/clock`, { method: 'PUT', headers, body });
    if (!answer.ok) throw new Error(`the clock answers ${answer.status}`);
  };
  const appUser = { ...DEMO_APPLICATION, tokenStore: memoryStore(DEMO_REFRESH_TOKEN) };
  return {
    ...watchedClient({
      baseUrl: simulator.url,
      loginUrl: simulator.url,
      priceSheetUrl: simulator.url,
      graphUrl: simulator.url,
      acceptanceUrl: `${simulator.url}/mca`,
      partnerTenantId: DEMO_PARTNER_TENANT_ID,
      credentials: { appOnly: DEMO_APPLICATION, appUser },
    }),
    letTimePass: () => moveTo(now().add({ minutes: 3 })),
    now,
    async accept(link) {
      const answer = await fetch(link, {
        method: 'POST',
        body: new URLSearchParams({ isSignatory: 'on', answer: 'accept' }),
      });
      if (!answer.ok) throw new Error(`the page of the agreement answers ${answer.status}`);
    },
    moveToNextInvoice: () => moveTo(now().toZonedDateTimeISO('UTC').add({ months: 1 }).with({ day: 8 }).toInstant()),
    close: () => simulator.close(),
  };
}

const SANDBOX_NAMES = ['TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'REFRESH_TOKEN'] as const;

/** The environment variables that are missing for Microsoft's integration sandbox. */
export function missingForSandbox(): string[] {
  return SANDBOX_NAMES.map(variableOf).filter((name) => process.env[name] === undefined);
}

/** Microsoft's integration sandbox of a partner: records are really created there, but nothing is billed. */
export async function sandboxTarget(): Promise<Target> {
  const [partnerTenantId, clientId, clientSecret, refreshToken] = SANDBOX_NAMES.map(
    (name) => process.env[variableOf(name)] ?? '',
  ) as [string, string, string, string];
  const application = { clientId, clientSecret };
  const appUser = { ...application, tokenStore: memoryStore(refreshToken) };
  return {
    ...watchedClient({ partnerTenantId, credentials: { appOnly: application, appUser } }),
    letTimePass: () => wait(30_000),
    now: () => Temporal.Now.instant(),
    close: async () => undefined,
  };
}

function variableOf(name: (typeof SANDBOX_NAMES)[number]): string {
  return `PARTNER_CENTER_SANDBOX_${name}`;
}

function watchedClient(options: PartnerCenterClientOptions) {
  const called = new Set<string>();
  const hooks = { onRequest: ({ route }: { route: string }) => void called.add(route) };
  return { client: createPartnerCenterClient({ ...options, hooks }), called };
}

function memoryStore(first: string) {
  let kept = first;
  return {
    read: async () => kept,
    write: async (refreshToken: string) => {
      kept = refreshToken;
    },
  };
}
