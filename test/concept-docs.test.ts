import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, Kind, parse, validate } from 'graphql';
import { payByCard } from './support/hosted-page.js';
import { postGraphql } from './support/graphql-client.js';
import { CreateCheckoutDocument } from './support/generated/operations.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';

const FOLDER = 'docs/concepts';
const QUERY = /<!-- as (\w+) -->\n+```graphql\n([\s\S]*?)```/g;

const IDENTITY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nobody: {},
  member: { 'x-organization-id': 'org_acme', 'x-customer-email': 'ada@acme.example' },
  admin: { 'x-api-key': ADMIN_KEY },
};

const pages = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(`${FOLDER}/${name}`, 'utf8') }));
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
  const { data } = await engine.as('org_acme')(CreateCheckoutDocument, {
    input: { planUid: 'plan_starter', billingInterval: 'MONTH' },
  });
  await payByCard(data.createCheckout.checkoutUrl);
  await engine.settled();
});

test.each(pages)('$name is short, and has one query that the schema knows', ({ text }) => {
  const lines = text.trimEnd().split('\n').length;
  expect(lines).toBeGreaterThanOrEqual(40);
  expect(lines).toBeLessThanOrEqual(80);
  const queries = [...text.matchAll(QUERY)].map(([, as = '', query = '']) => ({ as, query }));
  expect(queries).toHaveLength(text.match(/^```graphql$/gm)?.length ?? 0);
  expect(queries).toHaveLength(1);
  for (const { as, query } of queries) {
    expect(Object.keys(IDENTITY)).toContain(as);
    expect(validate(schema, parse(query))).toEqual([]);
  }
});

/** What needs no variables can be asked as it stands. */
const askable = pages.flatMap(({ name, text }) =>
  [...text.matchAll(QUERY)].flatMap(([, as = '', query = '']) => (takesVariables(query) ? [] : [{ name, as, query }])),
);

test.each(askable)('the query of $name is answered', async ({ as, query }) => {
  const { data, errors } = await postGraphql<Record<string, unknown>>(engine.url, query, {}, IDENTITY[as] ?? {});
  expect(errors).toEqual([]);
  for (const answer of Object.values(data)) {
    expect(answer).not.toBeNull();
    expect(answer).not.toEqual([]);
  }
});

function takesVariables(query: string): boolean {
  return parse(query).definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && (definition.variableDefinitions ?? []).length > 0,
  );
}
