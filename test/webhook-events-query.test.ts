import {
  type WebhookEventFilter,
  WebhookEventDocument,
  WebhookEventsDocument,
  type WebhookEventsQuery,
} from './support/generated/operations.js';
import { type RunningEngine, runningEngine } from './support/running-engine.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { customerAtStripe, ownedBy, subscriptionAtStripe } from './support/subscriber.js';

let engine: RunningEngine;
let subscriptionId: string;
/** The events in the order in which they were delivered. */
const ids: Record<'ignored' | 'failed' | 'processed' | 'other', string> = {
  ignored: '',
  failed: '',
  processed: '',
  other: '',
};

beforeAll(async () => {
  engine = await runningEngine({ deliversWebhooks: false, env: { WEBHOOK_RETRY_DELAYS_SECONDS: '0' } });
  const of = async (organization: string) =>
    subscriptionAtStripe(engine, await customerAtStripe(engine, ownedBy(organization)));
  const [mine, other] = [await of('org_mine'), await of('org_other')];
  subscriptionId = mine.id;
  const events = {
    ignored: eventOf('coupon.created', { id: 'coupon_1' }),
    failed: eventOf('customer.subscription.updated', { id: 'sub_unknown' }),
    processed: eventOf('customer.subscription.updated', mine),
    other: eventOf('customer.subscription.created', other),
  };
  for (const name of ['ignored', 'failed', 'processed', 'other'] as const) {
    ids[name] = events[name].id;
    expect((await deliver(engine.url, events[name])).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await engine.settled();
});

async function found(filter: WebhookEventFilter): Promise<(string | undefined)[]> {
  const { nodes, totalCount } = (await engine.asAdmin()(WebhookEventsDocument, { filter })).data.webhookEvents;
  expect(totalCount).toBe(nodes.length);
  const names = Object.entries(ids);
  return nodes.map(({ id }) => names.find(([, known]) => known === id)?.[0]);
}

test('an admin sees all events, the newest first', async () => {
  expect(await found({})).toEqual(['other', 'processed', 'failed', 'ignored']);
});

test.each<[string, () => WebhookEventFilter, string[]]>([
  ['a status', () => ({ status: ['FAILED'] }), ['failed']],
  ['several statuses', () => ({ status: ['FAILED', 'IGNORED'] }), ['failed', 'ignored']],
  ['no status at all', () => ({ status: [] }), []],
  ['a type', () => ({ type: ['customer.subscription.updated'] }), ['processed', 'failed']],
  ['an organization', () => ({ organizationId: 'org_mine' }), ['processed']],
  ['a subscription', () => ({ subscriptionId }), ['processed']],
  ['several things at once', () => ({ type: ['customer.subscription.updated'], status: ['PROCESSED'] }), ['processed']],
  ['what nothing has', () => ({ organizationId: 'org_nobody' }), []],
])('the filter narrows by %s', async (_name, filter, names) => {
  expect(await found(filter())).toEqual(names);
});

test('the filter narrows by the time of receipt, both ends excluded', async () => {
  const at = async (id: string) =>
    (await engine.asAdmin()(WebhookEventDocument, { id })).data.webhookEvent?.createdAt ?? '';
  const [first, last] = [await at(ids.ignored), await at(ids.other)];
  expect(await found({ receivedAfter: first })).toEqual(['other', 'processed', 'failed']);
  expect(await found({ receivedBefore: last })).toEqual(['processed', 'failed', 'ignored']);
  expect(await found({ receivedAfter: first, receivedBefore: last })).toEqual(['processed', 'failed']);
});

test('pages go through all events once, also through those of the same moment', async () => {
  const events = engine.database.connection.collection('webhook_events');
  const moment = new Date('2030-01-01T00:00:00Z');
  const template = await events.findOne({ event_id: ids.ignored }, { projection: { _id: 0 } });
  const same = Array.from({ length: 5 }, (_, index) => `evt_same_${index}`);
  await events.insertMany(same.map((id) => ({ ...template, event_id: id, created_at: moment })));
  const filter = { type: ['coupon.created'] };
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo, totalCount }: WebhookEventsQuery['webhookEvents'] = (
      await engine.asAdmin()(WebhookEventsDocument, { first: 2, after, filter })
    ).data.webhookEvents;
    expect(totalCount).toBe(6);
    expect(nodes).toHaveLength(2);
    seen.push(...nodes.map(({ id }) => id));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  expect(seen).toEqual([...same.toReversed(), ids.ignored]);
  await events.deleteMany({ event_id: { $in: same } });
});

test.each([0, -1, 101])('a page of %d is refused', async (first) => {
  const { errors } = await engine.asAdmin()(WebhookEventsDocument, { first });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('a cursor of no list of ours is refused', async () => {
  const { errors } = await engine.asAdmin()(WebhookEventsDocument, { after: 'bm90IG91cnM' });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('an event shows what became of it', async () => {
  const ask = async (id: string) => (await engine.asAdmin()(WebhookEventDocument, { id })).data.webhookEvent;
  expect(await ask(ids.processed)).toMatchObject({
    id: ids.processed,
    type: 'customer.subscription.updated',
    status: 'PROCESSED',
    processed: true,
    processedAt: expect.any(String),
    attempts: 1,
    payload: { id: ids.processed, object: 'event' },
    result: { success: true, error: null, organizationId: 'org_mine', subscriptionId },
  });
  expect(await ask(ids.failed)).toMatchObject({
    status: 'FAILED',
    processed: false,
    processedAt: null,
    nextAttemptAt: null,
    result: {
      success: false,
      error: expect.stringContaining('sub_unknown'),
      organizationId: null,
      subscriptionId: null,
    },
  });
  expect(await ask('evt_unknown')).toBeNull();
  expect(await ask('$ne')).toBeNull();
});

describe.each([
  ['a member', 'FORBIDDEN', () => engine.as('org_mine')],
  ['nobody known', 'UNAUTHENTICATED', () => engine.asNobody()],
])('for %s', (_who, code, ask) => {
  test(`events are ${code}`, async () => {
    for (const { errors } of [
      await ask()(WebhookEventsDocument, {}),
      await ask()(WebhookEventsDocument, { filter: { organizationId: 'org_mine' } }),
      await ask()(WebhookEventDocument, { id: ids.processed }),
      await ask()(WebhookEventDocument, { id: 'evt_unknown' }),
    ]) {
      expect(errors).toMatchObject([{ extensions: { code } }]);
      expect(JSON.stringify(errors)).not.toContain(ids.processed);
    }
  });
});
