import 'reflect-metadata';
import { index, modelOptions, pre, prop } from '@typegoose/typegoose';
import { GraphQLError } from 'graphql';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../src/mongo/duplicate-key.js';
import { indexDifferences } from '../src/mongo/index-differences.js';
import { mendIndexes } from '../src/mongo/mend-indexes.js';
import { Intents } from '../src/mongo/intents.js';
import { readPage } from '../src/mongo/keyset-page.js';
import { modelOn } from '../src/mongo/model.js';
import { Observations } from '../src/mongo/observation.js';
import { ObservedRecord } from '../src/mongo/observed.record.js';
import { writeObserved } from '../src/mongo/projection-write.js';
import { storedIn } from '../src/mongo/record-options.js';
import { TenantCollection } from '../src/mongo/tenant-collection.js';
import { type Page, SortDirection, encodeCursor, toPageRequest } from '../src/terms/page.js';
import { EVERY_ORGANIZATION, NOBODY } from '../src/terms/tenant-scope.js';
import { testDatabase } from './support/test-database.js';

/** What another process does between this one's look at the record and its write; it happens once. */
let meanwhile: (() => Promise<unknown>) | undefined;

@modelOptions(storedIn('parcels'))
@pre<Parcel>('findOneAndUpdate', async () => {
  const happens = meanwhile;
  meanwhile = undefined;
  await happens?.();
})
@index({ stripe_id: 1 }, { unique: true })
@index({ label: 1 }, { unique: true, sparse: true })
class Parcel extends ObservedRecord {
  @prop({ type: () => String, required: true })
  stripe_id!: string;

  @prop({ type: () => String, required: true })
  organization_id!: string;

  @prop({ type: () => String })
  status?: string | null;

  @prop({ type: () => String })
  label?: string;

  @prop({ type: () => Object })
  stripe_data?: Record<string, unknown>;
}

const { connection } = await testDatabase();
const parcels: Model<Parcel> = modelOn(connection, Parcel);
const collection = new TenantCollection(parcels, 'stripe_id');
const observations = new Observations(connection);
const intents = new Intents(connection);
const born = new Date('2026-01-01T00:00:00Z');

beforeAll(() => parcels.createIndexes());
beforeEach(async () => {
  await parcels.deleteMany({});
});

/** Writes what was observed under the ticket; the state says which one it was. */
function write(id: string, ticket: number, state: Partial<Parcel> = { status: `seen ${ticket}` }): Promise<Parcel> {
  return writeObserved(
    parcels,
    { stripe_id: id },
    { ticket, state: { organization_id: 'org_a', ...state }, createdAt: born },
  );
}

async function stored(id: string): Promise<Parcel> {
  const [parcel, ...others] = await parcels.find({ stripe_id: id }).lean<Parcel[]>();
  if (!parcel || others.length > 0) throw new Error(`one ${id} was expected, not ${others.length + (parcel ? 1 : 0)}`);
  return parcel;
}

describe('observations', () => {
  test('tickets of one object rise, also when many draw at once', async () => {
    const drawn = await Promise.all(Array.from({ length: 40 }, () => observations.draw('sub_many')));
    expect(drawn.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, place) => place + 1));
    expect(await observations.draw('sub_many')).toBe(41);
    expect(await observations.draw('sub_other')).toBe(1);
  });

  test('an object that turned out not to exist is forgotten; the tickets of one that was seen go on rising', async () => {
    await observations.forgetUnseen('sub_none', await observations.draw('sub_none'));
    expect(await observations.lastOf(['sub_none'])).toEqual(new Map());
    const [first, second] = [await observations.draw('sub_seen'), await observations.draw('sub_seen')];
    // Nobody could look under either of them: Stripe was away.
    await observations.forgetUnseen('sub_seen', second);
    await observations.forgetUnseen('sub_seen', first);
    expect(await observations.draw('sub_seen')).toBe(3);
  });
});

describe('the write of an observation', () => {
  test('the later observation wins, whatever the order of the writes', async () => {
    const orders = [
      [1, 2, 3],
      [1, 3, 2],
      [2, 1, 3],
      [2, 3, 1],
      [3, 1, 2],
      [3, 2, 1],
    ];
    for (const order of orders) {
      const id = order.join('');
      for (const ticket of order) await write(id, ticket);
      expect(await stored(id)).toMatchObject({ status: 'seen 3', observed_ticket: 3, created_at: born });
    }
  });

  test('a late write gets the newer record back and changes nothing', async () => {
    const newer = await write('a', 5);
    expect(await write('a', 4)).toEqual(newer);
    expect(await stored('a')).toEqual(newer);
  });

  test('many writers at once leave the state of the highest ticket, in one document', async () => {
    const tickets = Array.from({ length: 60 }, (_, place) => place + 1);
    const shuffled = tickets.toSorted((a, b) => ((a * 37) % 61) - ((b * 37) % 61));
    const written = await Promise.all(shuffled.map((ticket) => write('a', ticket)));
    expect(await stored('a')).toMatchObject({ status: 'seen 60', observed_ticket: 60 });
    written.forEach((record, place) => {
      expect(record.observed_ticket).toBeGreaterThanOrEqual(shuffled[place] ?? Infinity);
      expect(record.status).toBe(`seen ${record.observed_ticket}`);
    });
  });

  test('writers of equal and of different states leave the highest one', async () => {
    const states = ['active', 'active', 'past_due', 'active', 'past_due', 'past_due', 'active', 'active'];
    for (let round = 0; round < 10; round += 1) {
      const id = `round ${round}`;
      await Promise.all(states.map((status, place) => write(id, place + 1, { status })));
      expect(await stored(id)).toMatchObject({ status: 'active', observed_ticket: 8 });
    }
  });

  test('the first writes of one object may race: one inserts, the others update', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = `race ${round}`;
      await Promise.all([2, 1, 3].map((ticket) => write(id, ticket)));
      expect(await stored(id)).toMatchObject({ status: 'seen 3', created_at: born });
    }
  });

  test('a state that looked unchanged is written when another came in between', async () => {
    await write('a', 1, { status: 'active' });
    meanwhile = () => write('a', 2, { status: 'past_due' });
    expect(await write('a', 3, { status: 'active' })).toMatchObject({ status: 'active', observed_ticket: 3 });
  });

  test('a later state that came in between is left', async () => {
    await write('a', 1);
    meanwhile = () => write('a', 3);
    expect(await write('a', 2)).toMatchObject({ status: 'seen 3', observed_ticket: 3 });
    meanwhile = () => write('b', 2);
    expect(await write('b', 1)).toMatchObject({ status: 'seen 2', observed_ticket: 2 });
  });

  test('a record that was removed in between is made again', async () => {
    await write('a', 1);
    meanwhile = () => parcels.deleteOne({ stripe_id: 'a' });
    expect(await write('a', 2)).toMatchObject({ status: 'seen 2', observed_ticket: 2, created_at: born });
  });

  test('a state that did not change leaves updated_at, and moves the ticket', async () => {
    const state = {
      status: 'active',
      stripe_data: { items: [{ id: 'si_1', price: { id: 'p' } }], empty: {}, no: null },
    };
    const first = await write('a', 1, state);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await write('a', 2, JSON.parse(JSON.stringify(state)));
    expect(second.updated_at).toEqual(first.updated_at);
    expect(second.observed_ticket).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const third = await write('a', 3, { ...state, status: 'canceled' });
    expect(third.updated_at.getTime()).toBeGreaterThan(first.updated_at.getTime());
    expect(third.created_at).toEqual(born);
  });

  test('what Stripe sends is stored as it came, with dots and dollar signs in the names', async () => {
    const stripe_data = {
      metadata: { 'a.b': '1', $set: '2', '': '3' },
      empty: {},
      list: [],
      nothing: null,
      amount: 2 ** 40,
    };
    await write('a', 1, { stripe_data });
    expect((await stored('a')).stripe_data).toEqual(stripe_data);
    const again = await write('a', 2, { stripe_data });
    expect(again.updated_at).toEqual((await stored('a')).updated_at);
    const renamed = { ...stripe_data, metadata: { $unset: '1' } };
    await write('a', 3, { stripe_data: renamed });
    expect((await stored('a')).stripe_data).toEqual(renamed);
  });

  test('a record that was stored without a ticket is taken over', async () => {
    await parcels.collection.insertOne({
      stripe_id: 'old',
      organization_id: 'org_a',
      created_at: born,
      updated_at: born,
    });
    expect(await write('old', 1)).toMatchObject({ status: 'seen 1', observed_ticket: 1 });
    await parcels.collection.insertOne({
      stripe_id: 'same',
      organization_id: 'org_a',
      created_at: born,
      updated_at: born,
    });
    expect(await write('same', 1, {})).toMatchObject({ observed_ticket: 1, updated_at: born });
  });

  test('a unique value of another record is an error, not an endless attempt', async () => {
    await write('a', 1, { label: 'same' });
    const insert = await write('b', 1, { label: 'same' }).catch((error: unknown) => error);
    expect(isDuplicateKey(insert)).toBe(true);
    expect(await parcels.countDocuments()).toBe(1);
  });

  test("an update to another record's unique value is an error too", async () => {
    await write('a', 1, { label: 'one' });
    await write('b', 1, { label: 'two' });
    const update = await write('b', 2, { label: 'one' }).catch((error: unknown) => error);
    expect(isDuplicateKey(update)).toBe(true);
  });

  test('a field that the record does not know is refused', async () => {
    const surplus = { status: 'active', colour: 'red' };
    await expect(write('a', 1, surplus)).rejects.toThrow('colour');
  });
});

describe('a page by keyset', () => {
  /** Three by three at one instant, so that the id has to break ties within pages and across them. */
  async function fill(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, (_, place) => `p${String(place).padStart(2, '0')}`);
    await parcels.insertMany(ids.map((id, place) => parcel(id, Math.floor(place / 3))));
    return ids;
  }

  function parcel(id: string, day: number, organization = 'org_a') {
    const created = new Date(born.getTime() + day * 86_400_000);
    return { stripe_id: id, organization_id: organization, created_at: created, updated_at: created };
  }

  function page(after: string | null, direction: SortDirection, first = 4): Promise<Page<Parcel>> {
    return readPage(parcels, {}, toPageRequest({ first, after }, 'created_at', direction), 'stripe_id');
  }

  async function walk(direction: SortDirection, between: (page: number) => Promise<unknown> = async () => undefined) {
    const seen: string[] = [];
    let after: string | null = null;
    for (let number = 1; ; number += 1) {
      const { rows, pageInfo }: Page<Parcel> = await page(after, direction);
      seen.push(...rows.map(({ stripe_id }) => stripe_id));
      if (!pageInfo.hasNextPage) return seen;
      after = pageInfo.endCursor;
      await between(number);
    }
  }

  test('pages in either direction show each row once, ties in the order of the id', async () => {
    const ids = await fill(14);
    expect(await walk(SortDirection.ASC)).toEqual(ids);
    expect(await walk(SortDirection.DESC)).toEqual(ids.toReversed());
  });

  test('rows that come or go between pages neither repeat nor hide others', async () => {
    const ids = await fill(14);
    const seen = await walk(SortDirection.DESC, async (number) => {
      // The newest rows push all others to higher offsets, and the last row shown goes.
      await parcels.insertMany([parcel(`new ${number}`, 100 + number), parcel(`newer ${number}`, 200 + number)]);
      await parcels.deleteOne({ stripe_id: ids[14 - 4 * number] ?? '' });
    });
    expect(seen).toEqual(ids.toReversed());
  });

  test('a row that comes behind the cursor is shown in its place', async () => {
    await fill(6);
    const seen = await walk(SortDirection.ASC, () => parcels.insertMany([parcel('p03a', 1)]));
    expect(seen).toEqual(['p00', 'p01', 'p02', 'p03', 'p03a', 'p04', 'p05']);
  });

  test('a last page that is just full has none after it, and an empty one has no cursor', async () => {
    await fill(4);
    expect((await page(null, SortDirection.ASC)).pageInfo.hasNextPage).toBe(false);
    expect((await page(null, SortDirection.ASC, 3)).pageInfo.hasNextPage).toBe(true);
    await parcels.deleteMany({});
    expect(await page(null, SortDirection.ASC)).toMatchObject({
      rows: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
  });

  test('the count is that of the filter, not of the page', async () => {
    await fill(9);
    const second = await page((await page(null, SortDirection.ASC)).pageInfo.endCursor, SortDirection.ASC);
    expect(await second.count()).toBe(9);
  });

  test.each([
    ['no cursor at all', 'nonsense'],
    ['JSON of another form', Buffer.from('{"a":1}').toString('base64url')],
    ['a cursor of another order', encodeCursor({ field: 'updated_at', value: born, id: 'p01' })],
    ['text where an instant belongs', encodeCursor({ field: 'created_at', value: 'soon', id: 'p01' })],
    [
      'an instant beyond all calendars',
      Buffer.from('["created_at",{"d":9007199254740991},"p01"]').toString('base64url'),
    ],
    ['a condition for an id', Buffer.from('["created_at",{"d":1},{"$gt":""}]').toString('base64url')],
    ['a condition for a value', Buffer.from('["created_at",{"$gt":1},"p01"]').toString('base64url')],
    ['a cut one', encodeCursor({ field: 'created_at', value: born, id: 'p01' }).slice(0, -6)],
  ])('%s is refused as bad input', async (_, after) => {
    await fill(3);
    const refused = await attempt(() => page(after, SortDirection.ASC));
    expect(refused).toBeInstanceOf(GraphQLError);
    expect(refused).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });

  test.each([0, -1, 101])('a page of %i rows is refused as bad input', async (first) => {
    const refused = await attempt(() => page(null, SortDirection.ASC, first));
    expect(refused).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('an intent', () => {
  test('many begins with one name give one key and the first input', async () => {
    const begun = await Promise.all(
      Array.from({ length: 30 }, (_, place) => intents.begin('customer:org_a', { name: `caller ${place}` })),
    );
    expect(new Set(begun.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(new Set(begun.map(({ input }) => input.name)).size).toBe(1);
    expect(await intents.begin('customer:org_a', { name: 'late' })).toEqual(begun[0]);
  });

  test('another name, and the same one once it was forgotten, give another key', async () => {
    const first = await intents.begin('customer:org_b', { name: 'B' });
    const other = await intents.begin('customer:org_c', { name: 'C' });
    await intents.forget('customer:org_b');
    const again = await intents.begin('customer:org_b', { name: 'B again' });
    expect(new Set([first, other, again].map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3);
    expect(again.input).toEqual({ name: 'B again' });
  });

  test('a repetition says the very same, with what is absent and what is null', async () => {
    const input = { email: undefined, name: null, lines: [{ price: 'p', quantity: 1 }], at: born };
    await intents.begin('checkout:org_a', input);
    expect(Object.entries((await intents.begin('checkout:org_a', input)).input)).toEqual([
      ['name', null],
      ['lines', [{ price: 'p', quantity: 1 }]],
      ['at', born],
    ]);
  });

  test('the key fits the header that Stripe takes, whatever the name is', async () => {
    const long = await intents.begin(`checkout:${'x'.repeat(1000)}1`, {});
    const foreign = await intents.begin('customer:組織\r\nHost: x', {});
    for (const { idempotencyKey } of [long, foreign]) expect(idempotencyKey).toMatch(/^[\x21-\x7e]{37,255}$/);
    expect((await intents.begin(`checkout:${'x'.repeat(1000)}2`, {})).idempotencyKey).not.toBe(long.idempotencyKey);
  });

  test('it is forgotten before Stripe forgets its key', async () => {
    await mendIndexes(await indexDifferences(intents.declaredIndexes));
    const indexes = await connection.collection('intents').indexes();
    const expiry = indexes.find(({ key }) => 'created_at' in key)?.expireAfterSeconds;
    expect(expiry).toBeGreaterThan(0);
    expect(expiry).toBeLessThan(24 * 60 * 60);
  });
});

describe('a tenant collection', () => {
  const organization = (organizationId: string) => ({ kind: 'organization', organizationId }) as const;
  const request = toPageRequest({ first: 10 }, 'created_at');

  beforeEach(async () => {
    await write('a1', 1, { organization_id: 'org_a', status: 'active' });
    await write('a2', 1, { organization_id: 'org_a', status: 'canceled' });
    await write('b1', 1, { organization_id: 'org_b', status: 'active' });
  });

  async function seenBy(scope: Parameters<typeof collection.find>[0], filter = {}) {
    const { rows, count } = await collection.page(scope, filter, request);
    const found = await collection.find(scope, filter);
    expect(rows).toHaveLength(found.length);
    expect(await count()).toBe(found.length);
    expect(await collection.exists(scope, filter)).toBe(found.length > 0);
    expect((await collection.findOne(scope, filter)) !== null).toBe(found.length > 0);
    return found.map(({ stripe_id }) => stripe_id).sort();
  }

  test('shows nobody nothing', async () => {
    expect(await seenBy(NOBODY)).toEqual([]);
    expect(await collection.findById(NOBODY, 'a1')).toBeNull();
  });

  test('shows an organization its own records only', async () => {
    expect(await seenBy(organization('org_a'))).toEqual(['a1', 'a2']);
    expect(await seenBy(organization('org_b'))).toEqual(['b1']);
    expect(await collection.findById(organization('org_a'), 'a1')).toMatchObject({ stripe_id: 'a1' });
    expect(await collection.findById(organization('org_a'), 'b1')).toBeNull();
  });

  test('does not let a filter widen the scope', async () => {
    const scope = organization('org_a');
    expect(await seenBy(scope, { organization_id: 'org_b' })).toEqual([]);
    expect(await seenBy(scope, { organization_id: { $exists: true } })).toEqual(['a1', 'a2']);
    expect(await seenBy(scope, { $or: [{ status: 'active' }, { organization_id: 'org_b' }] })).toEqual(['a1']);
    expect(await seenBy(NOBODY, { $or: [{}, { organization_id: 'org_b' }] })).toEqual([]);
  });

  test('shows the engine itself all of them', async () => {
    expect(await seenBy(EVERY_ORGANIZATION)).toEqual(['a1', 'a2', 'b1']);
    expect(await seenBy(EVERY_ORGANIZATION, { status: 'active' })).toEqual(['a1', 'b1']);
  });
});

/** What `work` fails with, at once or later. */
async function attempt(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return error;
  }
}
