import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isEnumType, isInputType } from 'graphql';
import {
  CancelSubscriptionDocument,
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  SubscriptionsDocument,
} from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';
import { payByCard } from './support/hosted-page.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';
import {
  argumentPaths,
  argumentsWith,
  operationText,
  type RootField,
  rootFields,
  sampleOf,
} from './support/schema-walk.js';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const lists = rootFields(schema).filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'));

let engine: RunningEngine;

beforeAll(async () => {
  engine = await runningEngine();
  for (let index = 0; index < 3; index += 1) {
    const member = engine.as(`org_${index}`);
    const { data } = await member(CreateCheckoutDocument, {
      input: { planUid: 'plan_starter', billingInterval: 'MONTH' },
    });
    await payByCard(data.createCheckout.checkoutUrl);
    await member(ConfirmCheckoutDocument, { input: { sessionId: data.createCheckout.checkoutSession?.id ?? '' } });
  }
  await engine.settled();
  // 2 records every operation with the plan by which it was carried out.
  await engine.database.connection.db?.command({ profile: 2 });
});

/** Every filter by itself and every order, with what stands in for a value. */
function variants(list: RootField): Record<string, unknown>[] {
  const single = argumentPaths(list)
    .filter(({ path: [head] }) => head === 'filter' || head === 'orderBy')
    .flatMap(({ path, typeName }) => valuesOf(typeName).map((value) => argumentsWith(list, path, value)));
  return [{}, ...single];
}

function valuesOf(typeName: string): unknown[] {
  const type = schema.getType(typeName);
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  return isInputType(type) ? [sampleOf(type)] : [];
}

interface Profiled {
  readonly ns: string;
  readonly planSummary?: string;
  readonly hasSortStage?: boolean;
  readonly docsExamined?: number;
  readonly command?: object;
}

/** What MongoDB did since the last call that went over a whole collection or sorted in memory. */
async function wasteful(): Promise<string[]> {
  const profile = engine.database.connection.collection('system.profile');
  const profiled = await profile
    .find<Profiled>({ ns: { $not: /system\.profile$/ }, op: { $in: ['query', 'getmore', 'command'] } })
    .toArray();
  await engine.database.connection.db?.command({ profile: 0 });
  await profile.drop();
  await engine.database.connection.db?.command({ profile: 2 });
  return profiled
    .filter(
      ({ planSummary, hasSortStage, docsExamined = 0 }) =>
        planSummary?.includes('COLLSCAN') || (hasSortStage && docsExamined > 0),
    )
    .map(
      ({ ns, planSummary, hasSortStage, command }) =>
        `${ns} ${planSummary}${hasSortStage ? ' SORT' : ''} ${JSON.stringify(command)}`,
    );
}

test('the histories of a page of subscriptions are read in one query, by index', async () => {
  // Each has a change in the collection beside the one in its document.
  for (let index = 0; index < 3; index += 1) {
    const member = engine.as(`org_${index}`);
    const { data } = await member(SubscriptionsDocument, {});
    await member(CancelSubscriptionDocument, { input: { id: data.subscriptions.nodes[0]?.id ?? '' } });
  }
  await engine.settled();
  await wasteful();
  const { data } = await postGraphql<{ subscriptions: { nodes: { history: object[] }[] } }>(
    engine.url,
    '{ subscriptions { nodes { history { cause after } } } }',
    {},
    { 'x-api-key': ADMIN_KEY },
  );
  expect(data.subscriptions.nodes).toHaveLength(3);
  for (const { history } of data.subscriptions.nodes) expect(history.length).toBeGreaterThanOrEqual(2);
  const profile = engine.database.connection.collection('system.profile');
  const reads = await profile.find<Profiled>({ ns: /\.subscription_changes$/ }).toArray();
  expect(reads.map(({ planSummary }) => planSummary)).toEqual(['IXSCAN { stripe_subscription_id: 1, number: 1 }']);
  expect(await wasteful()).toEqual([]);
});

test('the lists are found', () => {
  expect(lists.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['subscriptions', 'checkoutSessions', 'webhookEvents']),
  );
});

describe.each(lists.map((list) => [list.name, list] as const))('%s', (_name, list) => {
  const viewers = [
    ['an admin', { 'x-api-key': ADMIN_KEY }],
    ...(list.role === 'admin' ? [] : ([['a member', { 'x-organization-id': 'org_1' }]] as const)),
  ] as const;

  test.each(viewers)('is read by index alone for %s, whatever the filter and the order', async (_viewer, headers) => {
    await wasteful();
    for (const args of variants(list)) {
      const answer = await postGraphql<Record<string, { pageInfo: { endCursor: string | null } }>>(
        engine.url,
        operationText(list, args, 2),
        args,
        headers,
      );
      expect(answer.errors).toEqual([]);
      const after = answer.data[list.name]?.pageInfo.endCursor;
      if (after)
        await postGraphql(
          engine.url,
          operationText(list, { ...args, after, first: 1 }, 2),
          { ...args, after, first: 1 },
          headers,
        );
      expect(await wasteful()).toEqual([]);
    }
  });

  test('a page is from 1 to 100, and a cursor is one that the list gave', async () => {
    for (const args of [
      { first: 0 },
      { first: -1 },
      { first: 101 },
      { after: 'made up' },
      { after: Buffer.from('["created_at",{"d":1},2]').toString('base64url') },
    ]) {
      const { errors } = await postGraphql(engine.url, operationText(list, args, 2), args, { 'x-api-key': ADMIN_KEY });
      expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    }
  });
});
