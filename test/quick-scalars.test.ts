import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { GraphQLCurrency } from 'graphql-scalars';
import { GraphQLISODateTime } from 'type-graphql';
import { isoText, writeScalarsQuickly } from '../src/api/quick-scalars.js';
import { seeded } from './support/seeded.js';

const DAY_MS = 24 * 60 * 60 * 1000;

test('an instant is written as toISOString writes it, before 1970, at both ends of a day and of what a Date can hold', () => {
  const random = seeded(7);
  const ends = [0, -1, 1, DAY_MS, DAY_MS - 1, -DAY_MS, -DAY_MS - 1, 8.64e15, -8.64e15, 253_402_300_800_000];
  const leapDays = [Date.UTC(2024, 1, 29, 23, 59, 59, 999), Date.UTC(2000, 1, 29), Date.UTC(1900, 2, 1)];
  const others = Array.from({ length: 5000 }, () => Math.round((random() - 0.5) * 2e14));
  for (const time of [...ends, ...leapDays, ...others]) {
    const instant = new Date(time);
    expect(isoText(instant)).toBe(instant.toISOString());
  }
});

test('an invalid date is not written', () => {
  expect(() => isoText(new Date(Number.NaN))).toThrow(RangeError);
});

test('currencies and instants of the schema are written or refused as before, the first time and again', () => {
  const fields = {
    at: { type: GraphQLISODateTime },
    currency: { type: GraphQLCurrency },
    text: { type: GraphQLString },
  };
  writeScalarsQuickly(new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) }));
  for (let time = 0; time < 2; time += 1) {
    expect(GraphQLCurrency.serialize('USD')).toBe('USD');
    expect(() => GraphQLCurrency.serialize('US dollars')).toThrow('not a valid currency');
    expect(() => GraphQLCurrency.serialize(7)).toThrow('not string');
    expect(GraphQLISODateTime.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
    expect(GraphQLISODateTime.serialize('2026-11-25T10:00:00+01:00')).toBe('2026-11-25T09:00:00.000Z');
    expect(() => GraphQLISODateTime.serialize(new Date(Number.NaN))).toThrow('invalid Date');
  }
});
