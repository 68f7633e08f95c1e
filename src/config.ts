import { existsSync } from 'node:fs';
import { DEVELOPMENT_ADMIN_KEY, type Given, missing, type OwnParts, unsafe } from './config-faults.js';
import { ENVIRONMENT_NAMES, type EnvironmentVariables, environmentVariables } from './environment-variables.js';
import { secretsFromFiles } from './secret-files.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What longest passes in common between a process that says it is not ready and proxies that have heard of it. */
const PRODUCTION_DRAIN_MS = 5000;

/** The settings in the words of the rooms that they are for. */
export type Config = Readonly<ReturnType<typeof toConfig>>;

/** The configuration cannot be used; the message names every fault. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    const number = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
    super(`The configuration has ${number}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Takes over what a file `.env` in the working directory says, where the environment itself says nothing. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/**
 * The configuration for a command that was told a role.
 *
 * @throws ConfigError that names every fault
 */
export function readConfigOf(role: string | undefined): Config {
  return readConfig(role === undefined ? process.env : { ...process.env, SERVE_ROLE: role });
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
export function readConfig(
  variables: NodeJS.ProcessEnv = process.env,
  { embeds, authenticates }: OwnParts = { embeds: true, authenticates: false },
): Config {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const { secrets, faults: faultsOfFiles } = secretsFromFiles(set);
  const given: Given = { ...set, ...secrets };
  const result = environmentVariables.safeParse(given);
  const faults = result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  faults.unshift(...faultsOfFiles);
  const isProduction = given.NODE_ENV === 'production';
  faults.push(...missing(given, isProduction, embeds), ...unsafe(given, isProduction, authenticates));
  if (!result.success || faults.length > 0) throw new ConfigError(faults);
  return toConfig(result.data, isProduction);
}

function toConfig(env: EnvironmentVariables, isProduction: boolean) {
  return {
    isProduction,
    /** `api` answers GraphQL and stores deliveries, `worker` works them off, `all` does both. */
    role: env.SERVE_ROLE,
    port: env.PORT,
    /** The frontend's address without a slash at its end. */
    baseUrl: (env.BASE_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    logLevel: env.LOG_LEVEL,
    /** How long requests are still taken after the server has said that it is not ready any more. */
    shutdownDrainMs: env.SHUTDOWN_DRAIN_MS ?? (isProduction ? PRODUCTION_DRAIN_MS : 0),
    http: {
      /** Which proxies say the truth about whom they speak for, or how many of them stand in front. */
      trustProxy: env.TRUST_PROXY,
      /** Other sites whose pages may use the API. */
      corsOrigins: env.CORS_ORIGINS,
    },
    /** A minute and process; none outside production, where a page under test may ask as often as it likes. */
    rateLimits: {
      perAddress: env.RATE_LIMIT_PER_ADDRESS ?? (isProduction ? 6000 : 0),
      perViewer: env.RATE_LIMIT_PER_VIEWER ?? (isProduction ? 3000 : 0),
      refusedPerAddress: env.RATE_LIMIT_REFUSED ?? (isProduction ? 30 : 0),
    },
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
    quotes: { validForMs: env.QUOTE_TTL_SECONDS * 1000 },
    sandboxPort: env.SANDBOX_PORT,
    /** Without an address: the embedded MongoDB. */
    mongo: { uri: env.MONGODB_URI, timeoutMs: env.MONGODB_TIMEOUT_MS, systemBinary: env.MONGOMS_SYSTEM_BINARY },
    migrations: {
      /** False: a start only looks whether something is pending, and ends then. */
      atStart: env.MIGRATE_AT_START,
      leaseMs: env.MIGRATION_LEASE_SECONDS * 1000,
      waitMs: env.MIGRATION_WAIT_SECONDS * 1000,
    },
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
      bodyTimeoutMs: env.WEBHOOK_BODY_TIMEOUT_MS,
      toleranceSeconds: env.WEBHOOK_TOLERANCE_SECONDS,
      concurrency: env.WEBHOOK_CONCURRENCY,
      /** The most deliveries that share one write, and that may wait for one. */
      largestGroup: env.WEBHOOK_GROUP_SIZE,
      mostWaiting: env.WEBHOOK_MOST_WAITING,
      storeTimeoutMs: env.WEBHOOK_STORE_TIMEOUT_MS,
      /** From so many within a second on deliveries are written down before they are stored, and so many at most. */
      rushFrom: env.WEBHOOK_RUSH_FROM,
      mostLogged: env.WEBHOOK_MOST_LOGGED,
      /** The most events that the worker holds at once. */
      mostHeld: env.WEBHOOK_MOST_HELD,
      leaseMs: env.WEBHOOK_LEASE_SECONDS * 1000,
      retryDelaysMs: env.WEBHOOK_RETRY_DELAYS_SECONDS.map((delay) => delay * 1000),
      /** How long an event is kept once nothing is left to be done for it; null for ever. */
      retentionMs: env.WEBHOOK_RETENTION_DAYS === 0 ? null : env.WEBHOOK_RETENTION_DAYS * DAY_MS,
    },
    /** Without an endpoint nothing is traced. */
    tracing: {
      endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
      serviceName: env.OTEL_SERVICE_NAME,
      sampler: env.OTEL_TRACES_SAMPLER,
      sampledShare: env.OTEL_TRACES_SAMPLER_ARG,
      sendEveryMs: env.OTEL_BSP_SCHEDULE_DELAY,
    },
    /** Comparisons with Stripe while the server runs; none with an interval of 0. */
    reconcile: { intervalMs: env.RECONCILE_INTERVAL_SECONDS * 1000, repair: env.RECONCILE_REPAIR },
    graphql: {
      bodyLimitBytes: env.GRAPHQL_BODY_LIMIT_BYTES,
      limits: {
        maxDepth: env.GRAPHQL_MAX_DEPTH,
        maxCost: env.GRAPHQL_MAX_COST,
        maxAliases: env.GRAPHQL_MAX_ALIASES,
        maxDirectives: env.GRAPHQL_MAX_DIRECTIVES,
        maxTokens: env.GRAPHQL_MAX_TOKENS,
      },
      timeoutMs: env.GRAPHQL_TIMEOUT_MS,
      introspection: env.GRAPHQL_INTROSPECTION ?? !isProduction,
      graphiql: env.GRAPHIQL ?? !isProduction,
      trustedDocumentsPath: env.TRUSTED_DOCUMENTS,
    },
    /** Of subscriptions: how many may be open in this process, and how many changes may wait for each. */
    live: {
      maxConnections: env.LIVE_MAX_CONNECTIONS,
      maxPerOrganization: env.LIVE_MAX_PER_ORGANIZATION,
      mostWaiting: env.LIVE_MAX_QUEUED,
    },
  };
}
