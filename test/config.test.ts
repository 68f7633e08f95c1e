import { readFileSync } from 'node:fs';
import { ConfigError, environmentWithoutSettings, readConfig } from '../src/config.js';
import { DEVELOPMENT_ADMIN_KEY } from '../src/config-faults.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  STRIPE_SECRET_KEY: 'sk_live_123456',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  MONGODB_URI: 'mongodb://db.example/revenue-engine',
  BASE_URL: 'https://shop.example',
  ADMIN_API_KEY: 'a-long-random-key',
};

/** The message that refuses a configuration. */
function refusalOf(variables: NodeJS.ProcessEnv): string {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('The configuration was expected to be refused');
}

describe('without any variable', () => {
  test('everything has a default, and Stripe and MongoDB are left to be embedded', () => {
    expect(readConfig({})).toEqual({
      isProduction: false,
      role: 'all',
      shutdownDrainMs: 0,
      port: 3000,
      baseUrl: 'http://localhost:3000',
      logLevel: 'info',
      dataPath: '.data',
      http: { trustProxy: 0, corsOrigins: [] },
      rateLimits: { perAddress: 0, perViewer: 0, refusedPerAddress: 0 },
      stripe: {
        secretKey: undefined,
        publishableKey: undefined,
        apiBase: undefined,
        timeoutMs: 15_000,
        maxNetworkRetries: 2,
        limitBudgetMs: 10_000,
        priceFreshForMs: 300_000,
      },
      reconcile: { intervalMs: 86_400_000, repair: true },
      quotes: { validForMs: 900_000 },
      sandboxPort: 12111,
      mongo: { uri: undefined, timeoutMs: 10_000, systemBinary: undefined },
      migrations: { atStart: true, leaseMs: 30_000, waitMs: 300_000 },
      auth: {
        jwtSecret: undefined,
        jwksUrl: undefined,
        issuer: undefined,
        audience: undefined,
        trustHeaders: true,
        adminApiKey: DEVELOPMENT_ADMIN_KEY,
      },
      webhooks: {
        secrets: [],
        bodyLimitBytes: 2_000_000,
        bodyTimeoutMs: 15_000,
        toleranceSeconds: 300,
        concurrency: 8,
        largestGroup: 200,
        mostWaiting: 2000,
        storeTimeoutMs: 8000,
        rushFrom: 200,
        mostLogged: 8000,
        mostHeld: 1000,
        leaseMs: 60_000,
        retentionMs: 90 * 24 * 60 * 60 * 1000,
        retryDelaysMs: [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000],
      },
      tracing: {
        endpoint: undefined,
        serviceName: 'revenue-engine',
        sampler: 'parentbased_always_on',
        sampledShare: 1,
        sendEveryMs: 5000,
      },
      graphql: {
        bodyLimitBytes: 1_000_000,
        limits: { maxDepth: 9, maxCost: 10_000, maxAliases: 30, maxDirectives: 50, maxTokens: 3_000 },
        timeoutMs: 30_000,
        introspection: true,
        graphiql: true,
        trustedDocumentsPath: undefined,
      },
      live: { maxConnections: 1000, maxPerOrganization: 100, mostWaiting: 1000 },
    });
  });

  test('the defaults that .env.example shows are those that count', () => {
    const shown = readFileSync('.env.example', 'utf8').matchAll(/^#([A-Z][A-Z0-9_]*)=(.+)$/gm);
    expect(readConfig(Object.fromEntries([...shown].map(([, name, value]) => [name, value])))).toEqual(readConfig({}));
  });

  test('a variable that is set to nothing counts as not set', () => {
    expect(readConfig({ PORT: '', STRIPE_SECRET_KEY: '', LOG_LEVEL: '' })).toEqual(readConfig({}));
  });
});

describe('values', () => {
  test('BASE_URL loses the slash at its end, and follows PORT where it is not set', () => {
    expect(readConfig({ BASE_URL: 'https://shop.example/billing/' }).baseUrl).toBe('https://shop.example/billing');
    expect(readConfig({ PORT: '8080' }).baseUrl).toBe('http://localhost:8080');
  });

  test('several webhook secrets stand side by side, separated by commas', () => {
    const { webhooks } = readConfig({ STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_old,' });
    expect(webhooks.secrets).toEqual(['whsec_new', 'whsec_old']);
  });

  test('one wrong webhook secret among several is refused', () => {
    expect(refusalOf({ STRIPE_WEBHOOK_SECRET: 'whsec_new,sk_test_1' })).toContain(
      'STRIPE_WEBHOOK_SECRET: must be whsec_',
    );
  });

  test('retry delays are read as seconds', () => {
    expect(readConfig({ WEBHOOK_RETRY_DELAYS_SECONDS: '0.5,10' }).webhooks.retryDelaysMs).toEqual([500, 10_000]);
    expect(refusalOf({ WEBHOOK_RETRY_DELAYS_SECONDS: '1,soon' })).toContain('must be seconds, by commas');
  });

  test('WEBHOOK_RETENTION_DAYS of 0 keeps events for ever, and the sampler of traces is one of the standard ones', () => {
    expect(readConfig({ WEBHOOK_RETENTION_DAYS: '0' }).webhooks.retentionMs).toBeNull();
    expect(refusalOf({ OTEL_TRACES_SAMPLER: 'some' })).toContain('OTEL_TRACES_SAMPLER');
    expect(refusalOf({ OTEL_TRACES_SAMPLER_ARG: '2' })).toContain('OTEL_TRACES_SAMPLER_ARG');
    expect(refusalOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toContain('http:// or https://');
  });

  test('AUTH_TRUST_HEADERS turns the trust off where it is on by default', () => {
    expect(readConfig({ AUTH_TRUST_HEADERS: 'false' }).auth.trustHeaders).toBe(false);
    expect(readConfig({ AUTH_TRUST_HEADERS: '1' }).auth.trustHeaders).toBe(true);
  });
});

describe('faults', () => {
  test('all faults are reported together, each with the name of its variable', () => {
    const refusal = refusalOf({
      PORT: 'http',
      MONGODB_URI: 'localhost',
      STRIPE_SECRET_KEY: 'pk_test_1',
      AUTH_JWT_SECRET: 'short',
    });
    expect(refusal).toMatch(/^The configuration has 5 faults:\n/);
    for (const name of ['PORT', 'MONGODB_URI', 'STRIPE_SECRET_KEY', 'AUTH_JWT_SECRET', 'STRIPE_WEBHOOK_SECRET']) {
      expect(refusal).toMatch(new RegExp(`^ {2}- ${name}: `, 'm'));
    }
  });

  test('no fault repeats a secret', () => {
    const refusal = refusalOf({
      STRIPE_SECRET_KEY: 'secret-one',
      AUTH_JWT_SECRET: 'secret-two',
      ADMIN_API_KEY: 'three',
    });
    expect(refusal).not.toMatch(/secret-one|secret-two|three/);
  });

  test('a real Stripe key needs the secret that its webhooks are signed with', () => {
    expect(refusalOf({ STRIPE_SECRET_KEY: 'sk_test_1' })).toMatch(
      /has a fault:\n {2}- STRIPE_WEBHOOK_SECRET: is missing/,
    );
  });

  test('tokens are signed in one way', () => {
    const both = { AUTH_JWT_SECRET: 'x'.repeat(32), AUTH_JWKS_URL: 'https://id.example/jwks' };
    expect(refusalOf(both)).toContain('AUTH_JWKS_URL: is set beside AUTH_JWT_SECRET');
  });
});

describe('production', () => {
  test('with everything set, it trusts no headers and has the given key only', () => {
    const { isProduction, auth } = readConfig(PRODUCTION);
    expect(isProduction).toBe(true);
    expect(auth).toMatchObject({ trustHeaders: false, adminApiKey: 'a-long-random-key' });
  });

  test('one message names all that is missing', () => {
    const refusal = refusalOf({ NODE_ENV: 'production' });
    expect(refusal).toMatch(/^The configuration has 5 faults:\n/);
    for (const name of ['STRIPE_SECRET_KEY', 'MONGODB_URI', 'BASE_URL', 'STRIPE_WEBHOOK_SECRET']) {
      expect(refusal).toContain(`${name}: is missing.`);
    }
    expect(refusal).toContain('AUTH_JWT_SECRET, AUTH_JWKS_URL, AUTH_TRUST_HEADERS, ADMIN_API_KEY: none is set');
  });

  test('it hides the schema and serves no GraphiQL unless told to', () => {
    expect(readConfig(PRODUCTION).graphql).toMatchObject({ introspection: false, graphiql: false });
    const told = readConfig({ ...PRODUCTION, GRAPHQL_INTROSPECTION: 'true', GRAPHIQL: 'true' });
    expect(told.graphql).toMatchObject({ introspection: true, graphiql: true });
  });

  test('the admin key that everybody knows is refused', () => {
    expect(refusalOf({ ...PRODUCTION, ADMIN_API_KEY: DEVELOPMENT_ADMIN_KEY })).toMatch(
      /has a fault:\n {2}- ADMIN_API_KEY: is dev-admin-key/,
    );
  });

  test('without an admin key there is none', () => {
    const { ADMIN_API_KEY: _left, ...others } = PRODUCTION;
    const { auth } = readConfig({ ...others, AUTH_JWT_SECRET: 'x'.repeat(32) });
    expect(auth.adminApiKey).toBeUndefined();
  });
});

test('a child gets the environment without the settings of the engine, save for where MongoDB is', () => {
  const variables = { PATH: '/bin', PORT: '1', STRIPE_SECRET_KEY: 'sk_live_1', MONGOMS_SYSTEM_BINARY: '/opt/mongod' };
  expect(environmentWithoutSettings(variables)).toEqual({ PATH: '/bin', MONGOMS_SYSTEM_BINARY: '/opt/mongod' });
});

describe('settings that look set and are not', () => {
  test('a list of webhook secrets without a secret is refused', () => {
    expect(refusalOf({ ...PRODUCTION, STRIPE_WEBHOOK_SECRET: ' , ' })).toContain(
      'STRIPE_WEBHOOK_SECRET: must be whsec_',
    );
  });

  test('trust that is turned off tells nobody apart', () => {
    const { ADMIN_API_KEY: _none, ...rest } = PRODUCTION;
    expect(refusalOf({ ...rest, AUTH_TRUST_HEADERS: 'false' })).toContain('none is set');
  });

  test('a quote that would outlive the memory of its use is refused', () => {
    for (const seconds of ['0', '43201', '1.5']) {
      expect(refusalOf({ QUOTE_TTL_SECONDS: seconds })).toContain(
        'QUOTE_TTL_SECONDS: must be a whole number from 1 to 43200',
      );
    }
  });

  test('a retry delay that is no time is refused', () => {
    for (const delays of ['1,Infinity', '1,soon', '-1', '1e12']) {
      expect(refusalOf({ WEBHOOK_RETRY_DELAYS_SECONDS: delays })).toContain('WEBHOOK_RETRY_DELAYS_SECONDS: must be');
    }
  });
});
