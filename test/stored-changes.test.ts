import 'reflect-metadata';
import { modelOn } from '../src/mongo/model.js';
import { KeptChangeRecord } from '../src/subscriptions/state-change.record.js';
import { StateReplay, StoredChanges } from '../src/subscriptions/stored-changes.js';
import { SubscriptionHistory } from '../src/subscriptions/subscription-history.js';
import { SubscriptionRecord } from '../src/subscriptions/subscription.record.js';
import { EVERY_ORGANIZATION } from '../src/terms/tenant-scope.js';
import { testDatabase } from './support/test-database.js';

const begun = {
  fields: [
    { path: 'status', after: 'active' },
    { path: 'organization_id', after: 'org_a' },
    { path: 'items', after: [] },
    { path: 'stripe_data.currency', after: 'usd' },
    { path: 'stripe_data.pause_collection', after: { behavior: 'void' } },
  ],
};

test('changes lead from state to state; a field that a change takes away is gone', () => {
  const replay = new StateReplay('sub_1');
  expect(replay.apply(begun)).toMatchObject({
    stripe_subscription_id: 'sub_1',
    status: 'active',
    stripe_data: { currency: 'usd', pause_collection: { behavior: 'void' } },
  });
  const goesOn = { fields: [{ path: 'stripe_data.pause_collection', before: { behavior: 'void' } }] };
  expect(replay.apply(goesOn)?.stripe_data).toEqual({ currency: 'usd' });
});

test('changes that do not say whose it is and how it is lead to no state yet', () => {
  const replay = new StateReplay('sub_1');
  expect(replay.apply({ fields: [{ path: 'status', after: 'active' }] })).toBeNull();
  expect(replay.apply({ fields: begun.fields.slice(1) })).toMatchObject({ status: 'active', organization_id: 'org_a' });
});

test('what was stored since an instant is read in pages, each once, also what was stored in one moment', async () => {
  const { connection } = await testDatabase();
  const subscriptions = modelOn(connection, SubscriptionRecord);
  const moment = new Date('2026-03-01T12:00:00Z');
  const stored = (id: string, updated_at: Date) => ({ stripe_subscription_id: id, updated_at, change_count: 1 });
  await subscriptions.collection.insertMany([
    stored('sub_0', new Date(moment.getTime() - 1)),
    ...['sub_5', 'sub_3', 'sub_1', 'sub_4', 'sub_2'].map((id) => stored(id, moment)),
    stored('sub_6', new Date(moment.getTime() + 1)),
  ] as never);
  const pages: string[][] = [];
  for await (const page of new StoredChanges(subscriptions, modelOn(connection, KeptChangeRecord)).positionsSince(
    moment,
    2,
  )) {
    pages.push(page.map(({ stripe_subscription_id }) => stripe_subscription_id));
  }
  expect(pages).toEqual([
    ['sub_1', 'sub_2'],
    ['sub_3', 'sub_4'],
    ['sub_5', 'sub_6'],
  ]);
});

test('the changes before a state are those with a lower number, whatever was kept since', async () => {
  const { connection } = await testDatabase();
  const kept = modelOn(connection, KeptChangeRecord);
  const change = (id: string, number: number) => ({
    _id: `${id}:${number}`,
    stripe_subscription_id: id,
    organization_id: 'org_a',
    number,
  });
  const changes = [...[1, 2, 3].map((number) => change('sub_1', number)), change('sub_2', 1)];
  await kept.collection.insertMany(changes as never);
  const history = new SubscriptionHistory(kept, () => new Date());
  const before = await history.changesBefore(EVERY_ORGANIZATION, ['sub_1:3', 'sub_1:2', 'sub_2:1']);
  expect(before.map((rows) => rows?.map(({ number }) => number).sort())).toEqual([[1, 2], [1], []]);
});
