import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { buildSchema } from 'graphql';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';
import { type Attack, schemaAttacks } from './support/schema-attacks.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine({ env: { STRIPE_MAX_NETWORK_RETRIES: '0' } });
});

const MEMBER = { 'x-organization-id': 'org_malicious', 'x-customer-email': 'mallory@example.com' };
const ADMIN = { 'x-api-key': ADMIN_KEY, ...MEMBER };
const JSON_BODY = { 'content-type': 'application/json' };

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** By node:http, which sends headers and bodies that fetch would refuse to send. */
function send(body: string | Buffer, headers: Readonly<Record<string, string>>, method = 'POST'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${engine.url}/graphql`, { method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What is stored here, and what was made at Stripe. */
async function state(): Promise<Record<string, number>> {
  // What a value that may be taken has set going is not to be laid to the next one's charge.
  await engine.settled();
  const { connection } = engine.database;
  const collections = (await connection.db?.listCollections().toArray()) ?? [];
  const counts: Record<string, number> = {};
  for (const { name } of collections) counts[name] = await connection.collection(name).countDocuments();
  counts['created at Stripe'] = engine.stripeCalls.filter(
    ({ name, failed }) => !failed && !/\.(list|retrieve|search)$/.test(name),
  ).length;
  return counts;
}

interface Body {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** What is wrong with an answer, or undefined: it has to refuse, or to find nothing, and to keep its insides inside. */
function faultOf({ status, text }: Answer): string | undefined {
  if (status >= 500) return `status ${status}: ${text.slice(0, 200)}`;
  if (/INTERNAL_SERVER_ERROR|node_modules|at .*\.js:\d+/.test(text)) return text.slice(0, 300);
  return undefined;
}

const attacks = schemaAttacks(buildSchema(readFileSync('schema.graphql', 'utf8')));
const fields = [...new Set(attacks.map(({ name }) => name.split(' ')[0] ?? ''))];

async function attack({ query, variables }: Attack, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return send(JSON.stringify({ query, variables }), { ...JSON_BODY, ...headers });
}

/**
 * Values that a mutation may well take, so that it has its effect: text that is text, a quantity of any size that
 * is sold. They must not fail, and that is all.
 */
const MAY_BE_TAKEN =
  /idempotencyKey|lookupKey|\.metadata|description|name|reason|identifier|features|"unitAmount":0|"trialDays":0|organizationId":"(__proto__|constructor)/;

describe.each(fields)('%s', (field) => {
  test.each([
    ['a member', MEMBER],
    ['an admin', ADMIN],
  ])(
    'takes no malicious value of %s, does not fail, and writes nothing',
    async (_who, headers) => {
      const before = await state();
      const faults: string[] = [];
      for (const each of attacks.filter(({ name }) => name.startsWith(`${field} `) && !MAY_BE_TAKEN.test(name))) {
        const answer = await attack(each, headers);
        const fault = faultOf(answer);
        if (fault !== undefined) faults.push(`${each.name}: ${fault}`);
        const { data, errors } = JSON.parse(answer.text) as Body;
        const result = data?.[field] as { errors?: unknown[] } | null | undefined;
        const isTaken = each.query.startsWith('mutation') && !errors?.length && result?.errors?.length === 0;
        if (isTaken) faults.push(`${each.name}: was taken`);
      }
      expect(faults).toEqual([]);
      expect(await state()).toEqual(before);
    },
    120_000,
  );

  test('does not fail on what it may take', async () => {
    const faults: string[] = [];
    for (const each of attacks.filter(({ name }) => name.startsWith(`${field} `) && MAY_BE_TAKEN.test(name))) {
      const fault = faultOf(await attack(each, ADMIN));
      if (fault !== undefined) faults.push(`${each.name}: ${fault}`);
    }
    expect(faults).toEqual([]);
  }, 120_000);
});

test('no prototype was polluted on the way', () => {
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

const QUERY = '{"query":"{ __typename }"}';
const deep = (count: number) =>
  `{ ${'customer { subscriptions { nodes { '.repeat(count)} id ${'} } }'.repeat(count)} }`;

/** Requests that are wrong before, or beside, any variable: [what, body, headers, status where it is one alone]. */
const REQUESTS: readonly (readonly [string, string | Buffer, Readonly<Record<string, string>>, number?])[] = [
  ['a body of ten megabytes', `{"query":"{ __typename }","x":"${'x'.repeat(10_000_000)}"}`, JSON_BODY, 413],
  ['a body that is no JSON', '{"query":', JSON_BODY, 400],
  ['a body of a text', '"text"', JSON_BODY, 400],
  ['a body of null', 'null', JSON_BODY, 400],
  ['an empty body', '', JSON_BODY, 400],
  ['an empty list', '[]', JSON_BODY, 400],
  ['a thousand nested lists', '['.repeat(1000) + ']'.repeat(1000), JSON_BODY, 400],
  ['a body that is no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x00]), JSON_BODY, 400],
  ['a charset that nobody knows', QUERY, { 'content-type': 'application/json; charset=x-evil' }, 415],
  ['an encoding that nobody knows', QUERY, { ...JSON_BODY, 'content-encoding': 'evil' }, 415],
  ['an encoding that lies', QUERY, { ...JSON_BODY, 'content-encoding': 'gzip' }, 400],
  ['no content type', QUERY, {}, 415],
  ['a text', QUERY, { 'content-type': 'text/plain' }, 415],
  ['XML', '<query/>', { 'content-type': 'application/xml' }, 415],
  ['a content type that is none', QUERY, { 'content-type': ';;;' }, 415],
  ['an operator for a query', '{"query":{"$ne":null}}', JSON_BODY, 400],
  ['a list for variables', '{"query":"{ __typename }","variables":[1]}', JSON_BODY, 400],
  ['a prototype in the body', '{"query":"{ __typename }","__proto__":{"polluted":true}}', JSON_BODY],
  ['a prototype in the variables', '{"query":"{ __typename }","variables":{"__proto__":{"polluted":true}}}', JSON_BODY],
  ['a persisted query that is none', '{"extensions":{"persistedQuery":{"sha256Hash":{"$ne":1}}}}', JSON_BODY],
  [
    'a persisted query of another version',
    '{"extensions":{"persistedQuery":{"version":9,"sha256Hash":"x"}}}',
    JSON_BODY,
  ],
  [
    'text that is no Unicode',
    '{"query":"query Q($id: ID!) { plan(uid: $id) { uid } }","variables":{"id":"\\ud800"}}',
    JSON_BODY,
  ],
  [
    'variables of a hundred thousand levels',
    `{"query":"{ __typename }","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    JSON_BODY,
  ],
  ['a NUL in the query', JSON.stringify({ query: '{ __typename \u0000 }' }), JSON_BODY],
  ['a query of a hundred thousand levels', JSON.stringify({ query: '{a'.repeat(100_000) }), JSON_BODY],
  ['a hundred laps', JSON.stringify({ query: deep(100) }), JSON_BODY],
  ['an unknown directive', JSON.stringify({ query: '{ __typename @evil }' }), JSON_BODY],
  ['a subscription', JSON.stringify({ query: 'subscription { evil }' }), JSON_BODY],
  [
    'an operation name with a line break',
    JSON.stringify({ query: 'query A { __typename }', operationName: 'A\r\nB' }),
    JSON_BODY,
  ],
  [
    'a list nested in a literal',
    JSON.stringify({ query: `{ plan(uid: ${'['.repeat(900)}1${']'.repeat(900)}) { uid } }` }),
    JSON_BODY,
  ],
  [
    'an organization of another script',
    QUERY,
    { ...JSON_BODY, 'x-organization-id': Buffer.from('оrg_acme').toString('latin1') },
    401,
  ],
  ['an organization with a line break', QUERY, { ...JSON_BODY, 'x-organization-id': 'org%0a$ne' }, 401],
  ['an operator for an organization', QUERY, { ...JSON_BODY, 'x-organization-id': '{"$ne":null}' }, 401],
  ['an organization of a kilobyte', QUERY, { ...JSON_BODY, 'x-organization-id': 'x'.repeat(1024) }, 401],
  [
    'an email from right to left',
    QUERY,
    { ...JSON_BODY, ...MEMBER, 'x-customer-email': Buffer.from('\u202eada@example.com').toString('latin1') },
    401,
  ],
  [
    'an email with letters of another script',
    QUERY,
    { ...JSON_BODY, ...MEMBER, 'x-customer-email': Buffer.from('аda@example.com').toString('latin1') },
    401,
  ],
  ['a request id with an escape', QUERY, { ...JSON_BODY, 'x-request-id': '\u00ff\u009b31m' }],
];

describe('requests', () => {
  test.each(REQUESTS.map(([what, body, headers, status]) => ({ what, body, headers, status })))(
    'with $what are refused or harmless, and write nothing',
    async ({ body, headers, status }) => {
      const before = await state();
      const answer = await send(body, headers);
      expect(faultOf(answer)).toBeUndefined();
      if (status !== undefined)
        expect([answer.status, answer.text]).toEqual([status, expect.stringContaining('"errors"')]);
      expect(() => JSON.parse(answer.text)).not.toThrow();
      expect(await state()).toEqual(before);
    },
  );

  test.each(['PUT', 'DELETE', 'PATCH', 'TRACE'])('by %s are refused', async (method) => {
    const answer = await send('', JSON_BODY, method);
    expect(answer.status).toBe(405);
  });
});
