import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { concatAST, getIntrospectionQuery, parse, print, separateOperations } from 'graphql';
import { type GraphqlAnswer, postGraphql } from './support/graphql-client.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

const DEFAULTS = {
  GRAPHQL_MAX_DEPTH: 9,
  GRAPHQL_MAX_COST: 10_000,
  GRAPHQL_MAX_ALIASES: 30,
  GRAPHQL_MAX_DIRECTIVES: 50,
  GRAPHQL_MAX_TOKENS: 3000,
};

function ask(query: string, variables: object = {}, at = engine): Promise<GraphqlAnswer<unknown>> {
  return postGraphql(at.url, query, variables, { 'x-api-key': ADMIN_KEY });
}

/** `customer { subscriptions { nodes { customer …`, so many times over. */
function laps(count: number, page = ''): string {
  const inner = (left: number): string =>
    left === 0 ? 'id' : `customer { subscriptions${page} { nodes { ${inner(left - 1)} } } }`;
  return inner(count);
}

function repeated(count: number, part: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => part(index)).join(' ');
}

/** Every operation of the tests and of the web pages, with the fragments it uses. */
function knownOperations(): [string, string][] {
  return ['test/operations', 'web/src'].flatMap((folder) => {
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.graphql'),
    );
    const files = paths.map((path) => parse(readFileSync(join(folder, path), 'utf8')));
    const operations = Object.entries(separateOperations(concatAST(files)));
    return operations.map(([name, document]): [string, string] => [`${name} of ${folder}`, print(document)]);
  });
}

describe('the defaults', () => {
  const attacks: [what: string, setting: keyof typeof DEFAULTS, query: string, variables: object][] = [
    ['customers of subscriptions of customers', 'GRAPHQL_MAX_DEPTH', `{ ${laps(3)} }`, {}],
    ['a hundred levels', 'GRAPHQL_MAX_DEPTH', `{ ${laps(33)} }`, {}],
    [
      'levels that hide in fragments',
      'GRAPHQL_MAX_DEPTH',
      `{ customer { ...A } } ${repeated(4, (index) => {
        const name = (place: number) => 'ABCDE'[place] ?? 'E';
        return `fragment ${name(index)} on Customer { subscriptions { nodes { customer { ...${name(index + 1)} } } } }`;
      })} fragment E on Customer { id }`,
      {},
    ],
    ['large pages of large pages', 'GRAPHQL_MAX_COST', `{ ${laps(2, '(first: 100)')} }`, {}],
    ['page sizes in variables', 'GRAPHQL_MAX_COST', `query Q($n: Int!) { ${laps(2, '(first: $n)')} }`, { n: 100 }],
    [
      "page sizes in a variable's default",
      'GRAPHQL_MAX_COST',
      `query Q($n: Int! = 100) { ${laps(2, '(first: $n)')} }`,
      {},
    ],
    [
      'whole histories of a large page',
      'GRAPHQL_MAX_COST',
      '{ subscriptions(first: 100) { nodes { history { at cause eventId actor before after } } } }',
      {},
    ],
    ['many directives', 'GRAPHQL_MAX_DIRECTIVES', `{ __typename ${'@include(if: true) '.repeat(51)} }`, {}],
    ['many words', 'GRAPHQL_MAX_TOKENS', `{ ${'__typename '.repeat(3001)} }`, {}],
  ];

  test.each(attacks)('stop %s, and say by which limit', async (_what, setting, query, variables) => {
    const { errors } = await ask(query, variables);
    expect(errors[0]?.extensions).toMatchObject({
      code: 'QUERY_LIMIT_EXCEEDED',
      limit: { setting, maximum: DEFAULTS[setting] },
    });
    expect(errors[0]?.message).toContain(`at most ${DEFAULTS[setting]} are allowed (${setting})`);
  });

  test('stop a thousand aliases in no time', async () => {
    const startedAt = performance.now();
    const { errors } = await ask(`{ ${repeated(1000, (index) => `a${index}: plans { uid }`)} }`);
    expect(errors[0]?.extensions?.code).toBe('QUERY_LIMIT_EXCEEDED');
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  test('stop some hundred aliases that are few words', async () => {
    const { errors } = await ask(`{ ${repeated(900, (index) => `a${index}: __schema`)} }`);
    const found = errors.find(({ extensions }) => extensions?.code === 'QUERY_LIMIT_EXCEEDED');
    expect(found?.extensions?.limit).toEqual({ setting: 'GRAPHQL_MAX_ALIASES', maximum: 30, found: 900 });
  });

  test('stop cycles of fragments without running for ever', async () => {
    const { errors } = await ask('{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }');
    expect(errors[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('let a page of 100 subscriptions with their plan and customer through', async () => {
    const row =
      'id status currentPeriodEnd plan { uid name prices { id unitPrice { amount currency } } } customer { id email }';
    const { errors } = await ask(`{ subscriptions(first: 100) { nodes { ${row} } totalCount } }`);
    expect(errors).toEqual([]);
  });
});

describe('half of the defaults', () => {
  let strict: RunningEngine;

  beforeAll(async () => {
    const env = Object.entries(DEFAULTS).map(([name, value]) => [name, String(Math.floor(value / 2))]);
    // The storefront's deepest operation has six levels.
    strict = await runningEngine({ env: { ...Object.fromEntries(env), GRAPHQL_MAX_DEPTH: '6' } });
  });

  test.each(knownOperations())('let %s through', async (_name, query) => {
    const { errors } = await ask(query, {}, strict);
    expect(errors.filter(({ extensions }) => extensions?.code === 'QUERY_LIMIT_EXCEEDED')).toEqual([]);
  });

  test('let a full introspection through', async () => {
    const query = getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, inputValueDeprecation: true });
    expect((await ask(query, {}, strict)).errors).toEqual([]);
  });
});

test('a body that is too large is answered 413, with the number of bytes that are allowed', async () => {
  const response = await fetch(`${engine.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ __typename } # ${'x'.repeat(1_000_000)}` }),
  });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({
    errors: [
      { extensions: { code: 'BODY_TOO_LARGE', limit: { setting: 'GRAPHQL_BODY_LIMIT_BYTES', maximum: 1_000_000 } } },
    ],
  });
});

describe('an operation that takes too long', () => {
  const CHECKOUT = 'createCheckout(input: {planUid: "plan_starter", billingInterval: MONTH}) { errors { code } }';

  test('is answered with TIMEOUT, and the mutations that had not begun never do', async () => {
    const slow = await runningEngine({ env: { GRAPHQL_TIMEOUT_MS: '1' } });
    const headers = { 'x-organization-id': 'org_slow', 'x-customer-email': 'slow@example.com' };
    const query = `mutation { a: ${CHECKOUT} b: ${CHECKOUT.replace('MONTH', 'YEAR')} }`;
    const { status, errors } = await postGraphql(slow.url, query, {}, headers);
    expect(status).toBe(200);
    expect(errors).toEqual([
      {
        message: expect.stringContaining('longer than 1 ms (GRAPHQL_TIMEOUT_MS)'),
        extensions: { code: 'TIMEOUT', limit: { setting: 'GRAPHQL_TIMEOUT_MS', maximum: 1 } },
      },
    ]);
    // The first one goes on to its end.
    const sessions = slow.database.connection.collection('checkout_sessions');
    for (let tries = 0; tries < 50 && (await sessions.countDocuments()) === 0; tries += 1) await pause(20);
    await pause(200);
    const stored = await sessions.find().toArray();
    expect(stored.map(({ billing_interval }) => billing_interval)).toEqual(['month']);
  });

  test('is answered 504 where the status is that of the result', async () => {
    const slow = await runningEngine({ env: { GRAPHQL_TIMEOUT_MS: '1' } });
    const response = await fetch(`${slow.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        'x-organization-id': 'org_slower',
        'x-customer-email': 'slower@example.com',
      },
      body: JSON.stringify({ query: `mutation { ${CHECKOUT} }` }),
    });
    expect(response.status).toBe(504);
  });
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
