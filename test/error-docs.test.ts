import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLEnumType } from 'graphql';
import { assertDocumented, documentedCodes } from './support/documented-errors.js';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

test('docs/errors.md has a row for each mutation and for no other', () => {
  const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
  expect([...documentedCodes().keys()].sort()).toEqual(mutations.sort());
});

test('every code in it is one of the schema, and every code that a mutation can give now is in it', () => {
  const known = (schema.getType('BillingErrorCode') as GraphQLEnumType).getValues().map(({ name }) => name);
  const named = [...new Set([...documentedCodes().values()].flat())];
  expect(named.filter((code) => !known.includes(code))).toEqual([]);
  // Quotes come later.
  expect(known.filter((code) => !named.includes(code)).sort()).toEqual(['QUOTE_CHANGED', 'QUOTE_EXPIRED']);
});

test('a code that is not in the row of its mutation is noticed', () => {
  const answer = (code: string) => ({ retryWebhookEvent: { errors: [{ code }] } });
  expect(() => assertDocumented(answer('NOT_FOUND'))).not.toThrow();
  expect(() => assertDocumented(answer('CARD_DECLINED'))).toThrow('retryWebhookEvent answered CARD_DECLINED');
});
