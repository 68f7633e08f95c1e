import { networkOf } from '../src/api/client-address.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';

const ALLOWED = 'https://app.example.com';
const QUERY = { query: '{ viewer { role } }' };
const NOTHING = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";

let engine: RunningEngine;
let limited: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
  limited = await runningEngine({
    beside: engine,
    env: {
      CORS_ORIGINS: `${ALLOWED}, http://localhost:5173`,
      TRUST_PROXY: 'loopback',
      RATE_LIMIT_PER_ADDRESS: '12',
      RATE_LIMIT_PER_VIEWER: '3',
      RATE_LIMIT_REFUSED: '2',
    },
  });
});

function ask(url: string, headers: Record<string, string> = {}): Promise<Response> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(QUERY),
  };
  return fetch(`${url}/graphql`, init);
}

/** What a proxy on this machine passes on for a client of this address. */
function through(address: string, headers: Record<string, string> = {}): Promise<Response> {
  return ask(limited.url, { 'x-forwarded-for': address, ...headers });
}

/** The statuses of several requests, one after the other. */
async function statuses(times: number, send: () => Promise<Response>): Promise<number[]> {
  const found: number[] = [];
  for (let time = 0; time < times; time += 1) found.push((await send()).status);
  return found;
}

describe('the headers', () => {
  test.each(['/graphql?query={__typename}', '/livez', '/metrics', '/nothing-here', '/checkout-success', '/admin'])(
    'of %s keep browsers from guessing, framing and telling',
    async (path) => {
      const { headers } = await fetch(engine.url + path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(headers.has('x-powered-by')).toBe(false);
      expect(headers.has('strict-transport-security')).toBe(false);
    },
  );

  test('what is no page may load nothing, and the pages only their own files', async () => {
    const policy = async (path: string) => (await fetch(engine.url + path)).headers.get('content-security-policy');
    expect(await policy('/graphql?query={__typename}')).toBe(NOTHING);
    const own = await policy('/');
    expect(own).toMatch(/script-src 'self';style-src 'self';img-src 'self';connect-src 'self'/);
    expect(own).not.toContain('unsafe');
    expect(await policy('/admin')).toBe(own);
  });

  test('what came over TLS, as a trusted proxy says, is to stay there', async () => {
    const overTls = { 'x-forwarded-proto': 'https' };
    const found = async (url: string) =>
      (await fetch(`${url}/livez`, { headers: overTls })).headers.get('strict-transport-security');
    expect(await found(limited.url)).toBe('max-age=31536000');
    expect(await found(engine.url)).toBeNull();
  });
});

describe('pages of other origins', () => {
  const preflight = (url: string, origin: string) =>
    fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  test('may ask where they are listed, without cookies', async () => {
    const { status, headers } = await preflight(limited.url, ALLOWED);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(headers.get('access-control-allow-headers')).toContain('authorization');
    expect(headers.has('access-control-allow-credentials')).toBe(false);
    const answer = await through('192.0.2.1', { origin: ALLOWED });
    expect(answer.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(answer.headers.get('vary')).toContain('Origin');
    const query = await fetch(`${limited.url}/graphql?query={__typename}`, { headers: { origin: ALLOWED } });
    expect(query.status).toBe(200);
  });

  test('may not where they are not, and nobody may where none is', async () => {
    for (const [url, origin] of [
      [limited.url, 'https://app.example.com.evil.example'],
      [limited.url, 'null'],
      [engine.url, ALLOWED],
    ] as const) {
      expect((await preflight(url, origin)).headers.has('access-control-allow-origin')).toBe(false);
      const { status, headers } = await fetch(`${url}/graphql?query={__typename}`, { headers: { origin } });
      expect([status, headers.has('access-control-allow-origin')]).toEqual([403, false]);
    }
  });
});

describe('too many requests', () => {
  test('of one viewer are answered 429 with a code and when to come again, and other viewers are not touched', async () => {
    const ofOne = () =>
      through('198.51.100.1', { 'x-organization-id': 'org_busy', 'x-customer-email': 'a@busy.example' });
    expect(await statuses(3, ofOne)).toEqual([200, 200, 200]);
    const refused = await ofOne();
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await refused.json()).toMatchObject({
      errors: [
        {
          message: expect.stringContaining('RATE_LIMIT_PER_VIEWER'),
          extensions: {
            code: 'RATE_LIMITED',
            limit: { setting: 'RATE_LIMIT_PER_VIEWER', maximum: 3 },
            retryAfterSeconds: seconds,
          },
        },
      ],
    });
    // From elsewhere it is the same viewer.
    const elsewhere = { 'x-organization-id': 'org_busy', 'x-customer-email': 'a@busy.example' };
    expect((await through('198.51.100.2', elsewhere)).status).toBe(429);
    expect((await through('198.51.100.1', { 'x-organization-id': 'org_calm' })).status).toBe(200);
  });

  test('from one address are refused whoever it says it is, and a forged address does not help', async () => {
    expect(await statuses(13, () => through('198.51.100.7'))).toEqual([...Array<number>(12).fill(200), 429]);
    expect((await through('203.0.113.1, 198.51.100.7')).status).toBe(429);
    expect((await through('198.51.100.8')).status).toBe(200);
  });

  test('without a trusted proxy, what the request says of its way counts for nothing', async () => {
    const open = await runningEngine({ beside: engine, env: { RATE_LIMIT_PER_ADDRESS: '2' } });
    const forged = (last: number) => ask(open.url, { 'x-forwarded-for': `198.51.100.${last}` });
    expect([(await forged(1)).status, (await forged(2)).status, (await forged(3)).status]).toEqual([200, 200, 429]);
  });

  test('after wrong keys, no further guess from there is looked at, not even the right one', async () => {
    const guess = (key: string, address = '198.51.100.9') => through(address, { 'x-api-key': key });
    expect(await statuses(3, () => guess('a-guess-at-the-key'))).toEqual([401, 401, 429]);
    const right = await guess(ADMIN_KEY);
    expect(right.status).toBe(429);
    expect(await right.json()).toMatchObject({
      errors: [{ extensions: { limit: { setting: 'RATE_LIMIT_REFUSED' } } }],
    });
    expect((await guess(ADMIN_KEY, '198.51.100.10')).status).toBe(200);
    expect((await through('198.51.100.9')).status).toBe(200);
  });

  test('are no matter for webhooks', async () => {
    const answers = [];
    for (let time = 0; time < 15; time += 1) {
      answers.push((await deliver(limited.url, eventOf('plan.created', { id: 'plan_1', object: 'plan' }))).status);
    }
    expect(new Set(answers)).toEqual(new Set([200]));
  });
});

test('an IPv6 address stands for its network, and one that holds an IPv4 address for that', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:0db8:0001:0002::99'));
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
});

test('a header of the way that is no address breaks nothing', async () => {
  expect((await through('not an address')).status).toBe(200);
});
