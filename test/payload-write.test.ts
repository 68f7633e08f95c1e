import 'reflect-metadata';
import { index, modelOptions, prop } from '@typegoose/typegoose';
import type { Model } from 'mongoose';
import { modelOn } from '../src/mongo/model.js';
import { Observations } from '../src/mongo/observation.js';
import { ObservedRecord } from '../src/mongo/observed.record.js';
import { ageOfPayload, lookAt, type Payload, writePayloads } from '../src/mongo/payload-write.js';
import { writeObserved } from '../src/mongo/projection-write.js';
import { storedIn } from '../src/mongo/record-options.js';
import { testDatabase } from './support/test-database.js';

@modelOptions(storedIn('letters'))
@index({ stripe_id: 1 }, { unique: true })
class Letter extends ObservedRecord {
  @prop({ type: () => String, required: true })
  stripe_id!: string;

  @prop({ type: () => String })
  status?: string;
}

const { connection } = await testDatabase();
const letters: Model<Letter> = modelOn(connection, Letter);
const observations = new Observations(connection);
const noon = Date.parse('2026-01-01T12:00:00Z');
const atSecond = (seconds: number) => new Date(noon + seconds * 1000);

beforeAll(() => letters.createIndexes());
beforeEach(() => letters.deleteMany({}));

/** What an event of this second tells, compared with what is stored now. */
async function told(id: string, second: number, status: string): Promise<Payload<Letter>> {
  const look = (await lookAt(letters, 'stripe_id', [id], observations.lastOf([id]))).get(id);
  if (!look) throw new Error(`There was no look at ${id}`);
  return { ...look, id, at: atSecond(second), state: { status }, createdAt: atSecond(0) };
}

async function store(...payloads: readonly Payload<Letter>[]): Promise<string[]> {
  return [...(await writePayloads(letters, 'stripe_id', payloads))];
}

const read = (id: string, ticket: number, status: string, again?: () => Promise<Letter>) =>
  writeObserved(
    letters,
    { stripe_id: id },
    { ticket, state: { status }, createdAt: atSecond(0), ...(again ? { again } : {}) },
  );

const stored = (id: string) => letters.findOne({ stripe_id: id }).lean<Letter | null>();

test.each([
  ['older', 9, 'the second before the reading began'],
  ['unclear', 10, 'the second in which it began'],
  ['unclear', 12, 'a second in between'],
  ['newer', 13, 'the second in which it ended'],
] as const)('a payload is %s at second %i: %s', (age, second, _title) => {
  const record = Object.assign(new Letter(), { observed_from: atSecond(10), observed_until: atSecond(13) });
  expect(ageOfPayload(record, atSecond(second))).toBe(age);
});

test('a payload of what is not stored is newer; where nobody knows when a state was read, it is unclear', () => {
  expect(ageOfPayload(null, atSecond(1))).toBe('newer');
  expect(ageOfPayload(new Letter(), atSecond(1))).toBe('unclear');
});

test('after a payload, one of the same second or of its neighbours is unclear, and one of later is newer', async () => {
  await store(await told('lt_1', 10, 'sent'));
  const ages = [7, 8, 9, 10, 11, 12].map(async (second) => ageOfPayload(await stored('lt_1'), atSecond(second)));
  expect(await Promise.all(ages)).toEqual(['older', 'older', 'unclear', 'unclear', 'unclear', 'newer']);
});

test('a payload is stored over the very state that it was compared with, and over no other', async () => {
  await store(await told('lt_1', 1, 'written'), await told('lt_2', 1, 'written'));
  const [late, inTime] = [await told('lt_1', 5, 'late'), await told('lt_2', 5, 'sent')];
  await read('lt_1', await observations.draw('lt_1'), 'read meanwhile');
  expect(await store(late, inTime)).toEqual(['lt_2']);
  expect(await stored('lt_1')).toMatchObject({ status: 'read meanwhile' });
  expect(await stored('lt_2')).toMatchObject({ status: 'sent' });
});

test('of two payloads that are the first of an object one is stored', async () => {
  const [one, other] = [await told('lt_1', 1, 'one'), await told('lt_1', 1, 'other')];
  expect(await store(one)).toEqual(['lt_1']);
  expect(await store(other)).toEqual([]);
  expect(await stored('lt_1')).toMatchObject({ status: 'one' });
});

test('a read that was begun after a payload is stored over it', async () => {
  await read('lt_1', await observations.draw('lt_1'), 'written');
  await store(await told('lt_1', 5, 'sent'));
  await read('lt_1', await observations.draw('lt_1'), 'received');
  expect(await stored('lt_1')).toMatchObject({ status: 'received' });
});

test('a read that a payload overtook is made once more, for it may have seen what the payload did not', async () => {
  const ticket = await observations.draw('lt_1');
  await store(await told('lt_1', 5, 'sent'));
  const again = async () => read('lt_1', await observations.draw('lt_1'), 'received');
  expect(await read('lt_1', ticket, 'written', again)).toMatchObject({ status: 'received' });
  expect(await stored('lt_1')).toMatchObject({ status: 'received' });
});
