import { isIP } from 'node:net';
import { z } from 'zod';

/** Of a retry, in seconds: 30 days, after which Stripe itself forgets an event. */
const LONGEST_DELAY = 30 * 24 * 60 * 60;
/** In seconds: 12 hours, well within the 23 for which it is remembered that a quote was used. */
const LONGEST_QUOTE = 12 * 60 * 60;

const flag = z.enum(['true', 'false', '1', '0']).transform((word) => word === 'true' || word === '1');
const count = (smallest: number, largest: number) => {
  const error = `must be a whole number from ${smallest} to ${largest}`;
  return z.coerce.number({ error }).int({ error }).min(smallest, { error }).max(largest, { error });
};
const port = count(0, 65_535);
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });
const words = z.string().transform((list) =>
  list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
);

/** Names of groups that Express knows: https://expressjs.com/en/guide/behind-proxies.html */
const PROXY_GROUPS = ['loopback', 'linklocal', 'uniquelocal'];

function isProxy(word: string): boolean {
  const [address = '', prefix, ...rest] = word.split('/');
  if (PROXY_GROUPS.includes(word)) return true;
  const bits = isIP(address) === 6 ? 128 : 32;
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
  return isIP(address) !== 0 && isPrefix && rest.length === 0;
}

/** How many proxies stand in front, or which; never all, for then whoever asks could name any address. */
const proxies = z
  .string()
  .refine(
    (text) => /^\d{1,2}$/.test(text) || text.split(',').every((word) => isProxy(word.trim())),
    'must be how many proxies stand in front, or their addresses by commas, such as loopback or 10.0.0.0/8',
  )
  .transform((text) => (/^\d+$/.test(text) ? Number(text) : text.split(',').map((word) => word.trim())));

const origins = words.refine(
  (list) =>
    list.every((origin) => /^https?:$/.test(URL.parse(origin)?.protocol ?? '') && URL.parse(origin)?.origin === origin),
  'must be origins by commas, such as https://app.example.com: no path, no slash at the end, no *',
);

const file = z.string().optional();

/**
 * What nobody but the engine may know. Each may stand in a file, whose path then stands in the variable with _FILE at its
 * end.
 */
export const SECRET_NAMES = [
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'MONGODB_URI',
  'AUTH_JWT_SECRET',
  'ADMIN_API_KEY',
] as const;

/** Every variable that the engine reads; .env.example explains each to its operators. */
export const environmentVariables = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  SERVE_ROLE: z.enum(['all', 'api', 'worker'], 'must be one of all, api, worker').default('all'),
  PORT: port.default(3000),
  BASE_URL: httpUrl.optional(),
  TRUST_PROXY: proxies.default(0),
  CORS_ORIGINS: origins.default([]),
  RATE_LIMIT_PER_ADDRESS: count(0, 1_000_000).optional(),
  RATE_LIMIT_PER_VIEWER: count(0, 1_000_000).optional(),
  RATE_LIMIT_REFUSED: count(0, 1_000_000).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  SHUTDOWN_DRAIN_MS: count(0, 600_000).optional(),
  DATA_PATH: z.string().default('.data'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'must be a secret or restricted key of Stripe: sk_… or rk_…')
    .optional(),
  STRIPE_SECRET_KEY_FILE: file,
  STRIPE_PUBLISHABLE_KEY: z
    .string()
    .regex(/^pk_(test|live)_\w+$/, 'must be a publishable key of Stripe: pk_…')
    .optional(),
  STRIPE_WEBHOOK_SECRET: words
    .refine(
      (secrets) => secrets.length > 0 && secrets.every((secret) => secret.startsWith('whsec_')),
      'must be whsec_… (several: by commas)',
    )
    .optional(),
  STRIPE_WEBHOOK_SECRET_FILE: file,
  STRIPE_API_BASE: httpUrl.optional(),
  STRIPE_TIMEOUT_MS: count(100, 120_000).default(15_000),
  STRIPE_MAX_NETWORK_RETRIES: count(0, 10).default(2),
  STRIPE_LIMIT_BUDGET_MS: count(0, 120_000).default(10_000),
  PRICE_VALIDATION_TTL_SECONDS: count(0, 86_400).default(300),
  QUOTE_TTL_SECONDS: count(1, LONGEST_QUOTE).default(900),
  SANDBOX_PORT: port.default(12111),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/.+/, 'must start with mongodb:// or mongodb+srv://')
    .optional(),
  MONGODB_URI_FILE: file,
  MONGODB_TIMEOUT_MS: count(100, 120_000).default(10_000),
  MONGOMS_SYSTEM_BINARY: z.string().optional(),
  MIGRATE_AT_START: flag.default(true),
  MIGRATION_LEASE_SECONDS: count(1, 3600).default(30),
  MIGRATION_WAIT_SECONDS: count(0, 86_400).default(300),
  AUTH_JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  AUTH_JWT_SECRET_FILE: file,
  AUTH_JWKS_URL: httpUrl.optional(),
  AUTH_ISSUER: z.string().optional(),
  AUTH_AUDIENCE: z.string().optional(),
  AUTH_TRUST_HEADERS: flag.optional(),
  ADMIN_API_KEY: z.string().min(8, 'must have at least 8 characters').optional(),
  ADMIN_API_KEY_FILE: file,
  GRAPHQL_BODY_LIMIT_BYTES: count(1024, 100_000_000).default(1_000_000),
  GRAPHQL_MAX_DEPTH: count(1, 1000).default(9),
  GRAPHQL_MAX_COST: count(1, 1_000_000_000).default(10_000),
  GRAPHQL_MAX_ALIASES: count(0, 100_000).default(30),
  GRAPHQL_MAX_DIRECTIVES: count(0, 100_000).default(50),
  GRAPHQL_MAX_TOKENS: count(1, 1_000_000).default(3000),
  GRAPHQL_TIMEOUT_MS: count(1, 600_000).default(30_000),
  GRAPHQL_INTROSPECTION: flag.optional(),
  GRAPHIQL: flag.optional(),
  TRUSTED_DOCUMENTS: z.string().optional(),
  LIVE_MAX_CONNECTIONS: count(0, 1_000_000).default(1000),
  LIVE_MAX_PER_ORGANIZATION: count(1, 1_000_000).default(100),
  LIVE_MAX_QUEUED: count(2, 1_000_000).default(1000),
  WEBHOOK_BODY_LIMIT_BYTES: count(1024, 100_000_000).default(2_000_000),
  WEBHOOK_BODY_TIMEOUT_MS: count(100, 300_000).default(15_000),
  WEBHOOK_TOLERANCE_SECONDS: count(1, 86_400).default(300),
  WEBHOOK_CONCURRENCY: count(1, 1000).default(8),
  WEBHOOK_GROUP_SIZE: count(1, 10_000).default(200),
  WEBHOOK_MOST_WAITING: count(1, 1_000_000).default(2000),
  WEBHOOK_STORE_TIMEOUT_MS: count(100, 120_000).default(8000),
  WEBHOOK_RUSH_FROM: count(0, 100_000).default(200),
  WEBHOOK_MOST_LOGGED: count(0, 100_000).default(8000),
  WEBHOOK_MOST_HELD: count(1, 100_000).default(1000),
  WEBHOOK_LEASE_SECONDS: count(1, 3600).default(60),
  WEBHOOK_RETENTION_DAYS: count(0, 36_500).default(90),
  RECONCILE_INTERVAL_SECONDS: count(0, 30 * 24 * 60 * 60).default(86_400),
  RECONCILE_REPAIR: flag.default(true),
  WEBHOOK_RETRY_DELAYS_SECONDS: words
    .transform((delays) => delays.map(Number))
    .refine((delays) => delays.every((delay) => delay >= 0 && delay <= LONGEST_DELAY), 'must be seconds, by commas')
    .default([1, 5, 30, 120, 600, 3600, 21_600]),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_SERVICE_NAME: z.string().default('revenue-engine'),
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number('must be a number from 0 to 1').min(0).max(1).default(1),
  OTEL_BSP_SCHEDULE_DELAY: count(1, 600_000).default(5000),
});

/** The names of all these variables. */
export const ENVIRONMENT_NAMES: readonly string[] = Object.keys(environmentVariables.shape);

/** The variables as they were read. */
export type EnvironmentVariables = z.infer<typeof environmentVariables>;
