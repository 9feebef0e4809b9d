import { isIP } from 'node:net';
import { z } from 'zod';

/** A number of days; at least a week, so that what is kept is there while somebody asks about it. */
function keptDays(preset: number, meaning: string) {
  return z.coerce.number().int().min(7).max(36_500).default(preset).describe(meaning);
}

/**
 * Settings of the portal. They come from the environment, are checked once at start, and a wrong one ends the start
 * with a sentence that names it. The table in docs/operations.md is generated from the descriptions here.
 */
const Settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port that the portal listens on.'),
  HOST: z.string().min(1).default('0.0.0.0').describe('Address that the portal listens on.'),
  PUBLIC_URL: z
    .url()
    .optional()
    .describe(
      'Address by which people reach the portal; links in mails start with it. Default: http://localhost:PORT.',
    ),
  TRUSTED_PROXY: z
    .stringbool()
    .default(false)
    .describe('true when a proxy in front sets X-Forwarded-For and X-Forwarded-Proto.'),
  DATA_DIR: z.string().min(1).default('data').describe('Folder of the embedded database and of the demo simulator.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional()
    .describe('PostgreSQL 15 or newer. Unset: embedded database in DATA_DIR, for trying and small trials.'),
  DATABASE_OWNER_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional()
    .describe('Connection that owns the tables and runs migrations. Default: DATABASE_URL.'),
  SECRET: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Signs sessions and links; at least 32 characters. Unset: made at the first start and kept in DATA_DIR. Required with DATABASE_URL.',
    ),
  SESSION_HOURS: z.coerce
    .number()
    .min(0.25)
    .max(720)
    .default(12)
    .describe('Hours after which a sign-in ends, however much it is used.'),
  REQUIRE_SECOND_FACTOR: z
    .stringbool()
    .optional()
    .describe(
      'true: the provider’s staff sign in with a second factor, and set one up first. Default: false in the demo, ' +
        'else true.',
    ),
  KEEP_MAILS_DAYS: keptDays(730, 'Days for which mails are kept, with their text.'),
  KEEP_QUOTES_DAYS: keptDays(90, 'Days for which quotes are kept from which no order was placed.'),
  KEEP_SIGN_INS_DAYS: keptDays(365, 'Days for which the history of sign-ins is kept.'),
  KEEP_SESSIONS_DAYS: keptDays(30, 'Days for which ended sessions and links of mails are kept.'),
  KEEP_AUDIT_ADDRESSES_DAYS: keptDays(
    365,
    'Days for which audit records keep the address that a request came from; the records are kept for ever.',
  ),
  KEEP_NOTIFICATIONS_DAYS: keptDays(730, 'Days for which notifications are kept.'),
  API_KEY_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(60_000)
    .default(600)
    .describe('Requests that one API key may send to one process in a minute.'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional()
    .describe(
      'Mail server. Unset: mails stay in the outbox that the provider can read, without the links of invitations ' +
        'and recoveries, except in the demo; `npm run cli -- link LOGIN` prints one.',
    ),
  MAIL_FROM: z.string().min(3).default('CIC Portale delle licenze <noreply@localhost>').describe('Sender of mails.'),
  BRAND_NAME: z
    .string()
    .min(1)
    .max(60)
    .default('CIC Portale delle licenze')
    .describe('Name of the product as customers see it.'),
  BRAND_ACCENT: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #0b6a88')
    .default('#0b6a88')
    .describe('Accent colour; too light a colour is darkened until text on it can be read.'),
  SUPPORT_EMAIL_IT: z
    .email()
    .default('TechnicalSupport.uk@colt.net')
    .describe('Support address shown to people who read Italian.'),
  SUPPORT_EMAIL_EN: z
    .email()
    .default('TechnicalSupport.uk@colt.net')
    .describe('Support address shown to people who read English.'),
  PARTNER_CENTER_TENANT_ID: z
    .string()
    .optional()
    .describe(
      'Microsoft tenant of the partner. Set: the portal talks to Microsoft. Unset: the demo with the simulator.',
    ),
  PARTNER_CENTER_CLIENT_ID: z.string().optional().describe('Application (client) id for Partner Center.'),
  PARTNER_CENTER_CLIENT_SECRET: z.string().optional().describe('Its secret.'),
  PARTNER_CENTER_REFRESH_TOKEN: z
    .string()
    .optional()
    .describe(
      'First refresh token of the Secure Application Model, for installations without a browser; one that was not ' +
        'used before replaces the stored one.',
    ),
  PARTNER_CENTER_URL: z
    .url()
    .default('https://api.partnercenter.microsoft.com')
    .describe('Address of the API; another one for national clouds or a simulator of your own.'),
  PARTNER_CENTER_LOGIN_URL: z
    .url()
    .default('https://login.microsoftonline.com')
    .describe('Address of the sign-in service.'),
  PARTNER_CENTER_AGREEMENT_URL: z
    .url()
    .default('https://cdn.partner.microsoft.com/mca/')
    .describe('Page on which signatories accept the Microsoft Customer Agreement; another one for a simulator.'),
  TENANT_PROOF_BY_INVITATION: z
    .stringbool()
    .default(true)
    .describe(
      'true: an invitation that is accepted after a customer claimed a Microsoft tenant proves that the tenant is its ' +
        'own. false: only the provider, a DNS record or a code by mail does.',
    ),
  DNS_SERVERS: z
    .string()
    .refine(
      (list) => list.split(',').every(isServerAddress),
      'must be addresses, such as 192.0.2.53,[2001:db8::53]:5353',
    )
    .optional()
    .describe('DNS servers that look up proofs of domains, separated by commas. Unset: those of the machine.'),
  DEMO_PASSWORD: z
    .string()
    .min(8)
    .optional()
    .describe('Password of the three demo sign-ins; unset: made at the first start and printed once.'),
  DEMO_ON_DATABASE_URL: z
    .stringbool()
    .default(false)
    .describe(
      'true fills the database of DATABASE_URL with the demo, for a server that holds nothing else. Without it ' +
        'DATABASE_URL needs the credentials of a partner.',
    ),
  DEMO_ORDER_SECONDS: z.coerce
    .number()
    .min(0)
    .max(3600)
    .default(6)
    .describe('How long the simulator takes for an order in the demo.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('Least level that is logged.'),
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .optional()
    .describe(
      'A port of its own for metrics and health, never to be published. Unset: metrics are on PORT, with METRICS_TOKEN.',
    ),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Token with which metrics are read (Authorization: Bearer). Without it PORT has no metrics, METRICS_PORT open ones.',
    ),
  STOP_SECONDS: z.coerce
    .number()
    .min(1)
    .max(600)
    .default(25)
    .describe('Seconds that a stopping process has for requests and jobs; jobs still running are given back then.'),
  ROLE: z
    .enum(['all', 'web', 'work'])
    .default('all')
    .describe(
      'What this process does: web serves pages and REST, work runs jobs and serves health and metrics alone, all does both. The embedded database needs all.',
    ),
});

/** An address, with or without a port: `192.0.2.53:5353`, `[2001:db8::53]:53`. */
function isServerAddress(server: string): boolean {
  const withPort = /^(?:\[(?<six>[^\]]+)\]|(?<four>[\d.]+)):\d{1,5}$/.exec(server)?.groups;
  return isIP(withPort?.six ?? withPort?.four ?? server) !== 0;
}

export const SETTINGS: z.ZodObject = Settings;
export type Config = Readonly<
  Omit<z.infer<typeof Settings>, 'PUBLIC_URL' | 'REQUIRE_SECOND_FACTOR'> & {
    PUBLIC_URL: string;
    REQUIRE_SECOND_FACTOR: boolean;
    mode: 'demo' | 'real';
  }
>;

/** A setting is wrong. The message is for the person who starts the portal. */
export class ConfigError extends Error {}

export function readConfig(environment: Record<string, string | undefined>): Config {
  const settings = parseSettings(Settings, environment);
  const mode = settings.PARTNER_CENTER_TENANT_ID === undefined ? 'demo' : 'real';
  const missing: string[] = [];
  if (mode === 'real') {
    if (settings.PARTNER_CENTER_CLIENT_ID === undefined) missing.push('PARTNER_CENTER_CLIENT_ID');
    if (settings.PARTNER_CENTER_CLIENT_SECRET === undefined) missing.push('PARTNER_CENTER_CLIENT_SECRET');
  }
  if (settings.DATABASE_URL !== undefined && settings.SECRET === undefined) missing.push('SECRET');
  // Otherwise the embedded database would be used, and the owner's one never.
  if (settings.DATABASE_OWNER_URL !== undefined && settings.DATABASE_URL === undefined) missing.push('DATABASE_URL');
  if (missing.length > 0)
    throw new ConfigError(`These settings are missing: ${missing.join(', ')}. See docs/operations.md.`);
  refuseUnrequestedDemo(settings, mode);
  if (mode === 'demo' && settings.ROLE !== 'all') {
    throw new ConfigError('ROLE must be "all" in the demo: its simulator of Microsoft belongs to one process.');
  }
  if (settings.DATABASE_URL === undefined && settings.ROLE !== 'all') {
    throw new ConfigError(
      'ROLE must be "all" with the embedded database: only one process may use it. Set DATABASE_URL to run several.',
    );
  }
  return {
    ...settings,
    PUBLIC_URL: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
    REQUIRE_SECOND_FACTOR: settings.REQUIRE_SECOND_FACTOR ?? mode === 'real',
    mode,
  };
}

/** The settings of commands that speak to the database alone: they need no credentials of a partner. */
const DatabaseOnly = Settings.pick({ DATABASE_URL: true, DATABASE_OWNER_URL: true, DATA_DIR: true, LOG_LEVEL: true });
export type DatabaseSettings = Readonly<z.infer<typeof DatabaseOnly>>;

/**
 * The owner's connection alone is enough.
 *
 * @throws ConfigError when one of them is wrong
 */
export function readDatabaseSettings(environment: Record<string, string | undefined>): DatabaseSettings {
  const { DATABASE_URL, DATABASE_OWNER_URL, ...settings } = parseSettings(DatabaseOnly, environment);
  const url = DATABASE_URL ?? DATABASE_OWNER_URL;
  return { ...settings, DATABASE_URL: url, DATABASE_OWNER_URL: DATABASE_OWNER_URL ?? url };
}

function parseSettings<Shape extends z.ZodType>(
  schema: Shape,
  environment: Record<string, string | undefined>,
): z.output<Shape> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(
    `These settings are wrong:\n${lines.join('\n')}\nSee docs/operations.md for the table of settings.`,
  );
}

/** A database server is never filled with demo data only because the partner's credentials are not set. */
function refuseUnrequestedDemo(settings: z.infer<typeof Settings>, mode: Config['mode']): void {
  if (mode === 'real' && settings.DEMO_ON_DATABASE_URL) {
    throw new ConfigError('DEMO_ON_DATABASE_URL and PARTNER_CENTER_TENANT_ID exclude each other: unset one of them.');
  }
  if (mode === 'demo' && settings.DATABASE_URL !== undefined && !settings.DEMO_ON_DATABASE_URL) {
    throw new ConfigError(
      'DATABASE_URL is set and PARTNER_CENTER_TENANT_ID is not. Set the credentials of the partner (see ' +
        'docs/operations.md). To fill this database with demo data, set DEMO_ON_DATABASE_URL=true.',
    );
  }
}
