import { existsSync } from 'node:fs';
import { z } from 'zod';

/** The admin key of a server that is not production and was given none; production refuses it. */
export const DEVELOPMENT_ADMIN_KEY = 'dev-admin-key';

/** Of a retry, in seconds: 30 days, after which Stripe itself forgets an event. */
const LONGEST_DELAY = 30 * 24 * 60 * 60;

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

/** Every variable that the engine reads; .env.example explains each to its operators. */
const environment = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: port.default(3000),
  BASE_URL: httpUrl.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DATA_PATH: z.string().default('.data'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'must be a secret or restricted key of Stripe: sk_… or rk_…')
    .optional(),
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
  STRIPE_API_BASE: httpUrl.optional(),
  STRIPE_TIMEOUT_MS: count(100, 120_000).default(15_000),
  STRIPE_MAX_NETWORK_RETRIES: count(0, 10).default(2),
  STRIPE_LIMIT_BUDGET_MS: count(0, 120_000).default(10_000),
  PRICE_VALIDATION_TTL_SECONDS: count(0, 86_400).default(300),
  SANDBOX_PORT: port.default(12111),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/.+/, 'must start with mongodb:// or mongodb+srv://')
    .optional(),
  MONGODB_TIMEOUT_MS: count(100, 120_000).default(10_000),
  MONGOMS_SYSTEM_BINARY: z.string().optional(),
  AUTH_JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  AUTH_JWKS_URL: httpUrl.optional(),
  AUTH_ISSUER: z.string().optional(),
  AUTH_AUDIENCE: z.string().optional(),
  AUTH_TRUST_HEADERS: flag.optional(),
  ADMIN_API_KEY: z.string().min(8, 'must have at least 8 characters').optional(),
  GRAPHQL_BODY_LIMIT_BYTES: count(1024, 100_000_000).default(1_000_000),
  WEBHOOK_BODY_LIMIT_BYTES: count(1024, 100_000_000).default(2_000_000),
  WEBHOOK_TOLERANCE_SECONDS: count(1, 86_400).default(300),
  WEBHOOK_CONCURRENCY: count(1, 1000).default(8),
  WEBHOOK_LEASE_SECONDS: count(1, 3600).default(60),
  WEBHOOK_RETRY_DELAYS_SECONDS: words
    .transform((delays) => delays.map(Number))
    .refine((delays) => delays.every((delay) => delay >= 0 && delay <= LONGEST_DELAY), 'must be seconds, by commas')
    .default([1, 5, 30, 120, 600, 3600, 21_600]),
});

/** The names of all these variables. */
export const ENVIRONMENT_NAMES: readonly string[] = Object.keys(environment.shape);

type Environment = z.infer<typeof environment>;

/** The settings in the words of the rooms that they are for. */
export type Config = Readonly<ReturnType<typeof toConfig>>;

/** The configuration cannot be used; the message names every fault. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${bullets(faults)}`);
    this.name = 'ConfigError';
  }
}

/** Takes over what a file `.env` in the working directory says, where the environment itself says nothing. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/** The environment without any setting of the engine, for a child that must not use the caller's keys and addresses. */
export function environmentWithoutSettings(variables: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const settings = new Set(ENVIRONMENT_NAMES);
  settings.delete('MONGOMS_SYSTEM_BINARY');
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !settings.has(name)));
}

/**
 * Reads the configuration from the environment; a variable that is set to nothing counts as not set.
 *
 * @throws ConfigError that names every fault
 */
export function readConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  const faults = result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const isProduction = given.NODE_ENV === 'production';
  faults.push(...missing(given, isProduction), ...unsafe(given, isProduction));
  if (!result.success || faults.length > 0) throw new ConfigError(faults);
  return toConfig(result.data, isProduction);
}

function toConfig(env: Environment, isProduction: boolean) {
  return {
    isProduction,
    port: env.PORT,
    /** The frontend's address without a slash at its end. */
    baseUrl: (env.BASE_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    logLevel: env.LOG_LEVEL,
    /** Where the embedded parts keep their data. */
    dataPath: env.DATA_PATH,
    stripe: {
      /** Absent: the embedded sandbox. */
      secretKey: env.STRIPE_SECRET_KEY,
      publishableKey: env.STRIPE_PUBLISHABLE_KEY,
      apiBase: env.STRIPE_API_BASE,
      timeoutMs: env.STRIPE_TIMEOUT_MS,
      maxNetworkRetries: env.STRIPE_MAX_NETWORK_RETRIES,
      limitBudgetMs: env.STRIPE_LIMIT_BUDGET_MS,
      /** How long Stripe's answer counts that a price can be sold. */
      priceFreshForMs: env.PRICE_VALIDATION_TTL_SECONDS * 1000,
    },
    sandboxPort: env.SANDBOX_PORT,
    /** Without an address: the embedded MongoDB. */
    mongo: { uri: env.MONGODB_URI, timeoutMs: env.MONGODB_TIMEOUT_MS, systemBinary: env.MONGOMS_SYSTEM_BINARY },
    auth: {
      jwtSecret: env.AUTH_JWT_SECRET,
      jwksUrl: env.AUTH_JWKS_URL,
      issuer: env.AUTH_ISSUER,
      audience: env.AUTH_AUDIENCE,
      trustHeaders: env.AUTH_TRUST_HEADERS ?? !isProduction,
      adminApiKey: env.ADMIN_API_KEY ?? (isProduction ? undefined : DEVELOPMENT_ADMIN_KEY),
    },
    webhooks: {
      secrets: env.STRIPE_WEBHOOK_SECRET ?? [],
      bodyLimitBytes: env.WEBHOOK_BODY_LIMIT_BYTES,
      toleranceSeconds: env.WEBHOOK_TOLERANCE_SECONDS,
      concurrency: env.WEBHOOK_CONCURRENCY,
      leaseMs: env.WEBHOOK_LEASE_SECONDS * 1000,
      retryDelaysMs: env.WEBHOOK_RETRY_DELAYS_SECONDS.map((delay) => delay * 1000),
    },
    graphqlBodyLimitBytes: env.GRAPHQL_BODY_LIMIT_BYTES,
  };
}

type Given = Readonly<Record<string, string | undefined>>;

/** Production embeds nothing; elsewhere a real Stripe key needs the secret that its webhooks are signed with. */
function missing(given: Given, isProduction: boolean): string[] {
  const faults: string[] = [];
  const need = (name: string, why: string) => {
    if (given[name] === undefined) faults.push(`${name}: is missing. ${why}`);
  };
  if (isProduction) {
    need('STRIPE_SECRET_KEY', 'Stripe shows it at https://dashboard.stripe.com/apikeys');
    need('MONGODB_URI', 'A replica set, such as mongodb://localhost:27017/revenue-engine');
    need('BASE_URL', "The frontend's address, to which Stripe sends customers back");
  }
  if (isProduction || given.STRIPE_SECRET_KEY !== undefined) {
    need(
      'STRIPE_WEBHOOK_SECRET',
      'The signing secret of the webhook endpoint; `stripe listen --print-secret` shows the one of the CLI',
    );
  }
  return faults;
}

function unsafe(given: Given, isProduction: boolean): string[] {
  const faults: string[] = [];
  if (given.AUTH_JWT_SECRET !== undefined && given.AUTH_JWKS_URL !== undefined) {
    faults.push('AUTH_JWKS_URL: is set beside AUTH_JWT_SECRET; tokens are signed in one way, set one of them');
  }
  if (!isProduction) return faults;
  if (given.ADMIN_API_KEY === DEVELOPMENT_ADMIN_KEY) {
    faults.push(`ADMIN_API_KEY: is ${DEVELOPMENT_ADMIN_KEY}, which everybody knows; choose a long random one`);
  }
  const ways = ['AUTH_JWT_SECRET', 'AUTH_JWKS_URL', 'AUTH_TRUST_HEADERS', 'ADMIN_API_KEY'];
  const isSet = (name: string) => given[name] !== undefined && !['false', '0'].includes(given[name]);
  if (!ways.some(isSet)) {
    faults.push(`${ways.join(', ')}: none is set, so nobody could be told apart; set at least one`);
  }
  return faults;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `  - ${line}`).join('\n');
}
