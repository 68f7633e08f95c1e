import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { type ApiExample, apiExamples } from './support/api-examples.js';
import { postGraphql } from './support/graphql-client.js';
import { payByCard } from './support/hosted-page.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';
import { rootFields } from './support/schema-walk.js';

const examples = apiExamples(readFileSync('docs/api.md', 'utf8'));
const kept = new Map<string, string>();

const IDENTITY = {
  nobody: {},
  member: { 'x-organization-id': 'org_acme', 'x-customer-email': 'ada@acme.example' },
  admin: { 'x-api-key': ADMIN_KEY },
};

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
});

test('every operation of the schema has an example, and every example is of one', () => {
  const names = rootFields(buildSchema(readFileSync('schema.graphql', 'utf8'))).map(({ name }) => name);
  expect([...new Set(examples.map(({ operation }) => operation))].sort()).toEqual([...names].sort());
});

test.each(examples.map((example, index) => [`${index + 1}: ${example.operation}`, example] as const))(
  'example %s runs as it stands',
  async (_title, example) => {
    if (example.pay) await payByCard(kept.get(example.pay));
    await engine.settled();
    if (example.operation === 'driftReport') await drift();
    const { data, errors } = await run(example);
    expect(errors).toEqual([]);
    expect((data[example.operation] as { errors?: unknown } | null)?.errors ?? []).toEqual([]);
    expect(data[example.operation]).not.toBeNull();
    for (const { name, path } of example.keep) kept.set(name, valueAt(data, path));
  },
);

/** Something has to drift, and be found, for there to be anything in the report. */
async function drift(): Promise<void> {
  await engine.database.connection
    .collection('subscriptions')
    .updateOne({ stripe_subscription_id: kept.get('subscription') }, { $set: { status: 'paused' } });
  const { reconciliation, worker } = engine.app;
  await reconciliation.run({ repair: false, actor: 'test', wake: () => worker.wake() });
}

function run({ query, variables, as }: ApiExample) {
  const filled = variables.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => {
    const value = kept.get(name);
    if (value === undefined) throw new Error(`No example before kept ${name}`);
    return value;
  });
  return postGraphql<Record<string, unknown>>(engine.url, query, JSON.parse(filled), IDENTITY[as]);
}

function valueAt(data: unknown, path: readonly string[]): string {
  const value = path.reduce((object, key) => (object as Record<string, unknown> | null)?.[key], data);
  if (typeof value !== 'string') throw new Error(`The answer has no ${path.join('.')}: ${JSON.stringify(data)}`);
  return value;
}
