import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../src/config.js';
import { SECRET_NAMES } from '../src/environment-variables.js';
import { temporaryFolder } from './support/engine-process.js';

const SECRETS: Readonly<Record<(typeof SECRET_NAMES)[number], string>> = {
  STRIPE_SECRET_KEY: 'sk_live_fromAFile',
  STRIPE_WEBHOOK_SECRET: 'whsec_old,whsec_new',
  MONGODB_URI: 'mongodb://engine:password@db.example/revenue-engine',
  AUTH_JWT_SECRET: 'a-secret-of-tokens-that-is-long-enough',
  ADMIN_API_KEY: 'an-admin-key-of-a-file',
};

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
});

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o400 });
  return path;
}

function faultsOf(variables: Readonly<Record<string, string>>): string {
  try {
    readConfig(variables);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('The configuration was expected to be refused');
}

test('every secret may stand in a file, with a line break at its end, in production too', () => {
  const files = SECRET_NAMES.map((name) => [`${name}_FILE`, fileOf(name.toLowerCase(), `${SECRETS[name]}\n`)]);
  const config = readConfig({ NODE_ENV: 'production', BASE_URL: 'https://shop.example', ...Object.fromEntries(files) });
  expect(config).toMatchObject({
    stripe: { secretKey: SECRETS.STRIPE_SECRET_KEY },
    webhooks: { secrets: ['whsec_old', 'whsec_new'] },
    mongo: { uri: SECRETS.MONGODB_URI },
    auth: { jwtSecret: SECRETS.AUTH_JWT_SECRET, adminApiKey: SECRETS.ADMIN_API_KEY },
  });
});

test.each(SECRET_NAMES)('%s is refused when it is given twice, and neither is repeated', (name) => {
  const path = fileOf('twice', SECRETS[name]);
  const message = faultsOf({ [name]: SECRETS[name], [`${name}_FILE`]: path });
  expect(message).toContain(`${name}_FILE: is set beside ${name}; only one can be right, remove the other`);
  expect(message).not.toContain(SECRETS[name]);
});

test('a file that is not there, is empty or has no such secret is a fault in words', () => {
  const message = faultsOf({
    NODE_ENV: 'production',
    BASE_URL: 'https://shop.example',
    STRIPE_SECRET_KEY_FILE: join(folder, 'nowhere'),
    STRIPE_WEBHOOK_SECRET_FILE: fileOf('empty', '\n'),
    MONGODB_URI_FILE: fileOf('address', 'postgres://engine:password@db.example'),
    ADMIN_API_KEY_FILE: fileOf('known', 'dev-admin-key'),
  });
  expect(message.split('\n').slice(1)).toEqual([
    `  - STRIPE_SECRET_KEY_FILE: the file ${join(folder, 'nowhere')} cannot be read (ENOENT)`,
    `  - STRIPE_WEBHOOK_SECRET_FILE: the file ${join(folder, 'empty')} is empty`,
    '  - MONGODB_URI: must start with mongodb:// or mongodb+srv://',
    '  - ADMIN_API_KEY: is dev-admin-key, which everybody knows; choose a long random one',
  ]);
});

test.each([
  ['TRUST_PROXY', 'true', 'must be how many proxies stand in front'],
  ['TRUST_PROXY', '10.0.0.0/40', 'must be how many proxies stand in front'],
  ['TRUST_PROXY', 'proxy.example', 'must be how many proxies stand in front'],
  ['CORS_ORIGINS', '*', 'must be origins by commas'],
  ['CORS_ORIGINS', 'https://app.example.com/', 'must be origins by commas'],
  ['RATE_LIMIT_PER_ADDRESS', '-1', 'must be a whole number'],
])('%s=%s is refused', (name, value, words) => {
  expect(faultsOf({ [name]: value })).toContain(`${name}: ${words}`);
});

test('proxies are named by number, by address or by group; limits hold in production unless it says otherwise', () => {
  const trusted = (value: string) => readConfig({ TRUST_PROXY: value }).http.trustProxy;
  expect(trusted('1')).toBe(1);
  expect(trusted('loopback, 10.0.0.0/8,2001:db8::/32')).toEqual(['loopback', '10.0.0.0/8', '2001:db8::/32']);
  const production = {
    NODE_ENV: 'production',
    BASE_URL: 'https://shop.example',
    ...SECRETS,
  };
  expect(readConfig(production).rateLimits).toEqual({ perAddress: 6000, perViewer: 3000, refusedPerAddress: 30 });
  expect(readConfig({ ...production, RATE_LIMIT_PER_VIEWER: '0' }).rateLimits.perViewer).toBe(0);
});
