import { differencesOf } from '../src/sync/state-difference.js';

test('each field that differs is told by its path, with both values as text', () => {
  const stored = {
    status: 'active',
    items: [{ quantity: 2 }],
    at: new Date(0),
    note: null,
    own: 1,
    metadata: { a: 'x' },
  };
  const expected = {
    status: 'canceled',
    items: [{ quantity: 5 }],
    at: new Date(1000),
    note: undefined,
    metadata: { b: 'y' },
  };
  expect(differencesOf(stored, expected)).toEqual([
    { path: 'status', ours: 'active', stripes: 'canceled' },
    { path: 'items.0.quantity', ours: '2', stripes: '5' },
    { path: 'at', ours: '1970-01-01T00:00:00.000Z', stripes: '1970-01-01T00:00:01.000Z' },
    { path: 'metadata.a', ours: 'x', stripes: null },
    { path: 'metadata.b', ours: null, stripes: 'y' },
  ]);
});

test('no value and null are the same, and what is left out is not compared', () => {
  expect(differencesOf({}, { a: null })).toEqual([]);
  expect(
    differencesOf({ data: { link: 'a', sum: 1 } }, { data: { link: 'b', sum: 1 } }, new Set(['data.link'])),
  ).toEqual([]);
});

test('a list that is longer or shorter differs in what one side lacks', () => {
  expect(differencesOf({ items: [1] }, { items: [1, { id: 'x' }] })).toEqual([
    { path: 'items.1', ours: null, stripes: '{"id":"x"}' },
  ]);
});
