import { browserTest, newPage, screenshot } from './support/browser.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

const AS_BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

browserTest(
  'GraphiQL runs an operation as a member, with nothing from elsewhere',
  async () => {
    const page = await newPage({ viewport: { width: 1280, height: 800 } });
    const requested: string[] = [];
    const complaints: string[] = [];
    await page.route('**/*', async (route) => {
      const url = route.request().url();
      requested.push(url);
      await (new URL(url).origin === engine.url || !/^https?:/.test(url) ? route.continue() : route.abort());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${engine.url}/graphql`);
    await page.getByText('x-organization-id makes a member').waitFor({ timeout: 25_000 });
    await page.getByRole('button', { name: /execute query/i }).click();
    await page.getByText('Starter').first().waitFor();
    await page.getByText('MEMBER').first().waitFor();
    await screenshot(page, 'graphiql');
    await page
      .getByRole('button', { name: /documentation explorer/i })
      .first()
      .click();
    await page.getByText('Root Types').waitFor();
    await screenshot(page, 'graphiql-docs');
    const elsewhere = requested.filter((url) => /^https?:/.test(url) && new URL(url).origin !== engine.url);
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  },
  60_000,
);

test('the page has a policy of its own, which lets it reach this server only', async () => {
  const response = await fetch(`${engine.url}/graphql`, { headers: AS_BROWSER });
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toMatch(/script-src 'sha256-[^']+' blob:;/);
  expect(policy).toContain("frame-ancestors 'none'");
  const storefront = await fetch(engine.url, { headers: AS_BROWSER });
  expect(storefront.headers.get('content-security-policy')).not.toBe(policy);
});

test('a client that likes JSON as well gets JSON', async () => {
  for (const accept of ['*/*', 'application/json', 'application/json, text/html']) {
    const response = await fetch(`${engine.url}/graphql?query={__typename}`, { headers: { accept } });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  }
});

describe('production', () => {
  const env = { NODE_ENV: 'production', BASE_URL: 'https://shop.example', AUTH_TRUST_HEADERS: 'true' };
  const introspection = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const ask = async (at: RunningEngine, query: string, variables = {}) => {
    const response = await fetch(`${at.url}/graphql`, { ...introspection, body: JSON.stringify({ query, variables }) });
    return response.text();
  };
  let hidden: RunningEngine;

  beforeAll(async () => {
    hidden = await runningEngine({ env });
  });

  test('has no GraphiQL, unless told to', async () => {
    const response = await fetch(`${hidden.url}/graphql`, { headers: AS_BROWSER });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/json');
    const shown = await runningEngine({ env: { ...env, GRAPHIQL: 'true' } });
    const page = await fetch(`${shown.url}/graphql`, { headers: AS_BROWSER });
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  test('has no introspection, unless told to', async () => {
    expect(await ask(hidden, '{ __schema { queryType { name } } }')).toContain('introspection is not allowed');
    const shown = await runningEngine({ env: { ...env, GRAPHQL_INTROSPECTION: 'true' } });
    expect(await ask(shown, '{ __schema { queryType { name } } }')).toContain('"name":"Query"');
  });

  test('suggests no names that were not asked for', async () => {
    const wrong: [string, object?][] = [
      ['{ plan { uid } }'],
      ['{ plams { uid } }'],
      ['{ viewer { rolle } }'],
      ['{ viewer }'],
      ['{ plans(includeArchive: true) { uid } }'],
      ['{ plan(uid: "a") { price(billingInterval: MONTHS) { id } } }'],
      ['query Q($f: SubscriptionFilterr) { viewer { role } }'],
      ['query Q($f: SubscriptionFilter) { subscriptions(filter: $f) { totalCount } }', { f: { statu: [] } }],
      ['query Q($b: BillingInterval!) { plan(uid: "a") { price(billingInterval: $b) { id } } }', { b: 'MONTHS' }],
    ];
    for (const [query, variables] of wrong) {
      const answer = await ask(hidden, query, variables);
      expect(answer).toContain('"errors"');
      expect(answer).not.toMatch(/did you mean/i);
    }
    expect(await ask(engine, '{ plams { uid } }')).toContain('Did you mean');
  });
});
