import {
  type ExecutionResult,
  GraphQLError,
  buildSchema,
  defaultFieldResolver,
  execute,
  getOperationAST,
  isObjectType,
  parse,
} from 'graphql';
import { CompiledOperations, asFromGraphqlJs } from '../src/api/compiled-operations.js';
import { sha256Hex } from '../src/terms/digest.js';
import { postGraphql } from './support/graphql-client.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';
import { subscribed } from './support/subscribed.js';

const schema = buildSchema(`
  enum Colour { RED GREEN }
  input Filter { colour: Colour, sizes: [Int!] }
  type Child { id: ID! name: String must: String! colour: Colour later: Int parent: Parent }
  type Parent { id: ID! children(first: Int! = 2, filter: Filter): [Child!]! loose: [Child] one: Child sure: Child! }
  type Query { parent(id: ID!): Parent echo(text: String, number: Int = 3): String }
  type Mutation { parent(id: ID!): Parent }
`);

// The schema of the engine has a resolver for each field that is a method.
for (const type of [schema.getType('Parent'), schema.getType('Child'), schema.getQueryType()]) {
  if (!isObjectType(type)) throw new Error('It is an object type');
  for (const field of Object.values(type.getFields())) field.resolve = defaultFieldResolver;
}

const refusal = new GraphQLError('not for you', { extensions: { code: 'FORBIDDEN' } });

function child(place: number, faults: Record<string, unknown> = {}): Record<string, unknown> {
  return { id: `c${place}`, name: `child ${place}`, must: 'm', colour: 'RED', later: async () => place, ...faults };
}

function fail(error: unknown) {
  return () => {
    throw error;
  };
}

const rootValue = {
  echo: ({ text, number }: { text?: string; number?: number }) => `${text}/${number}`,
  parent: async ({ id }: { id: string }) => ({
    id,
    children: ({ first, filter }: { first: number; filter?: unknown }) =>
      Array.from({ length: first }, (_, place) => child(place, { name: JSON.stringify(filter ?? null) })),
    loose: [child(0), null, child(2, { must: null }), child(3, { name: fail(refusal), later: fail(new Error('x')) })],
    one: fail(refusal),
    sure: async () => child(1, { colour: 'BLUE' }),
  }),
};

/** The same by graphql-js and compiled, as JSON, which is what clients get. */
async function both(text: string, variables: Record<string, unknown> = {}) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('There is no operation');
  const byGraphqlJs = await execute({ schema, document, rootValue, variableValues: variables });
  const compiled = new CompiledOperations(schema);
  const given = { document, operation, documentHash: sha256Hex(text) };
  const firstTime = compiled.find(given);
  const run = compiled.find(given);
  if (!run) return { firstTime, expected: byGraphqlJs, compiled: undefined };
  const result = asFromGraphqlJs((await run(rootValue, {}, variables)) as ExecutionResult);
  return { firstTime, expected: byGraphqlJs, compiled: result };
}

/** What a resolver threw; what graphql-js itself finds wrong is its own cause there. */
function causeOf({ originalError, message }: GraphQLError): string | null {
  return originalError && !message.startsWith('Cannot') && !message.startsWith('Enum') ? originalError.message : null;
}

function shown({ data, errors = [] }: ExecutionResult) {
  const sorted = errors
    .map((error) => JSON.parse(JSON.stringify({ ...error.toJSON(), cause: causeOf(error) })))
    .sort((one, other) => JSON.stringify(one.path).localeCompare(JSON.stringify(other.path)));
  return { data: JSON.parse(JSON.stringify(data ?? null)), errors: sorted };
}

test.each([
  ['plain fields, aliases and arguments', 'query ($id: ID!) { a: parent(id: $id) { id children { id name later } } }'],
  [
    'fragments',
    'query ($id: ID!) { parent(id: $id) { ...P ... on Parent { id } } } fragment P on Parent { id loose { id } }',
  ],
  ['inputs', 'query ($id: ID!) { parent(id: $id) { children(filter: { colour: RED, sizes: [1, 2] }) { name } } }'],
  ['variables that are not given', 'query ($t: String) { echo(text: $t) }'],
  ['errors in a list, with their place', 'query ($id: ID!) { parent(id: $id) { loose { name later } } }'],
  ['null where none may be, in a list', 'query ($id: ID!) { parent(id: $id) { id loose { id must } } }'],
  ['an error of a field that may be null', 'query ($id: ID!) { parent(id: $id) { id one { id } } }'],
  ['a value that is not of its enum', 'query ($id: ID!) { parent(id: $id) { id sure { id colour } } }'],
])('compiled, %s come out as by graphql-js', async (_what, text) => {
  const { firstTime, expected, compiled } = await both(text, { id: 'p' });
  expect(firstTime).toBeUndefined();
  if (!compiled) throw new Error('It was not compiled');
  expect(shown(compiled)).toEqual(shown(expected));
});

test.each([
  ['mutations', 'mutation ($id: ID!) { parent(id: $id) { id } }'],
  ['directives', 'query ($id: ID!, $b: Boolean!) { parent(id: $id) { id one @include(if: $b) { id } } }'],
  ['introspection', '{ __schema { queryType { name } } }'],
  ['strings in the text', '{ parent(id: "p") { id } }'],
])('%s are left to graphql-js', async (_what, text) => {
  expect((await both(text, { id: 'p', b: true })).compiled).toBeUndefined();
});

describe('over HTTP', () => {
  let engine: RunningEngine;
  const admin = { 'x-api-key': ADMIN_KEY };
  beforeAll(async () => {
    engine = await runningEngine();
  });

  test('text in an operation never runs', async () => {
    // The mark by which graphql-jit takes a value of its own for code.
    const mark = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d';
    const query = `{ plan(uid: "${mark}globalThis.strangersRan=true") { uid } }`;
    const hidden = `{ plan(uid: "\\u005f${mark.slice(1)}globalThis.strangersRan=true") { uid } }`;
    for (const text of [query, query, query, hidden, hidden, hidden]) {
      expect((await postGraphql(engine.url, text, {}, {})).data).toEqual({ plan: null });
    }
    expect('strangersRan' in globalThis).toBe(false);
  });

  test('variables that do not fit are told in the same words each time', async () => {
    const text = 'query ($n: Int!) { prices(first: $n) { nodes { id } } }';
    const ask = async (n: unknown) => (await postGraphql(engine.url, text, { n }, {})).errors;
    const first = await ask('many');
    expect(first).toHaveLength(1);
    await postGraphql(engine.url, text, { n: 1 }, {});
    await postGraphql(engine.url, text, { n: 1 }, {});
    expect(await ask('many')).toEqual(first);
  });

  test('a field of a subscription says the same alone as among all others', async () => {
    const { id } = await subscribed(engine, 'org_fields');
    await engine.settled();
    const plain =
      'id organizationId billingInterval status stripeStatus currentPeriodStart currentPeriodEnd cancelAtPeriodEnd ' +
      'cancelAt canceledAt endedAt trialEnd metadata createdAt updatedAt';
    const fields = [
      ...plain.split(' '),
      'monthlyRecurringRevenue { amount }',
      'customer { id organizationId email name createdAt updatedAt }',
      'items { id quantity price { id } }',
      'history { at cause }',
      'plan { uid name prices { id billingInterval unitPrice { amount currency } } }',
    ];
    const one = async (selection: string) => {
      const text = `query ($id: ID!) { subscription(id: $id) { ${selection} } }`;
      return (await postGraphql<{ subscription: Record<string, unknown> }>(engine.url, text, { id }, admin)).data;
    };
    const listed = async (selection: string) => {
      const text = `query { subscriptions(first: 1) { nodes { ${selection} } } }`;
      type Answer = { subscriptions: { nodes: Record<string, unknown>[] } };
      return (await postGraphql<Answer>(engine.url, text, {}, admin)).data.subscriptions.nodes[0];
    };
    const all = (await one(fields.join(' '))).subscription;
    expect(Object.keys(all)).toHaveLength(fields.length);
    for (const field of fields) {
      const name = /\w+/.exec(field)?.[0] ?? '';
      for (const _time of [1, 2, 3]) {
        expect((await one(field)).subscription).toEqual({ [name]: all[name] });
        expect(await listed(field)).toEqual({ [name]: all[name] });
      }
    }
  }, 60_000);

  test('variables with defaults may be left out each time', async () => {
    const text = 'query ($n: Int! = 1) { prices(first: $n) { nodes { id } } }';
    type Answer = { prices: { nodes: unknown[] } };
    for (const _time of [1, 2, 3]) {
      expect((await postGraphql<Answer>(engine.url, text, {}, {})).data.prices.nodes).toHaveLength(1);
    }
  });

  test('a price of a plan says the same from the plan as from the price', async () => {
    const text = (more: string) =>
      `{ plans { uid prices { id billingInterval unitPrice { amount currency } ${more} } } }`;
    type Answer = { plans: { uid: string; prices: Record<string, unknown>[] }[] };
    const short = (await postGraphql<Answer>(engine.url, text(''), {}, {})).data.plans;
    const long = (await postGraphql<Answer>(engine.url, text('active'), {}, {})).data.plans;
    expect(short.length).toBeGreaterThan(1);
    expect(short).toEqual(
      long.map(({ uid, prices }) => ({ uid, prices: prices.map(({ active: _active, ...price }) => price) })),
    );
  });
});
