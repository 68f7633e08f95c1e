import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, type GraphQLEnumType, type GraphQLObjectType } from 'graphql';
import { assertDocumented, documentedCodes } from './support/documented-errors.js';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

/** The operations that answer with expected failures as data. */
function operationsWithErrors(): string[] {
  const roots = [schema.getMutationType(), schema.getQueryType()];
  return roots
    .flatMap((root) => Object.values(root?.getFields() ?? {}))
    .filter(({ type }) => 'errors' in ((getNamedType(type) as Partial<GraphQLObjectType>).getFields?.() ?? {}))
    .map(({ name }) => name);
}

test('docs/errors.md has a row for each operation with errors as data and for no other', () => {
  const operations = operationsWithErrors();
  expect(operations).toEqual(expect.arrayContaining(Object.keys(schema.getMutationType()?.getFields() ?? {})));
  expect([...documentedCodes().keys()].sort()).toEqual(operations.sort());
});

test('every code in it is one of the schema, and every code of the schema is in it', () => {
  const known = (schema.getType('BillingErrorCode') as GraphQLEnumType).getValues().map(({ name }) => name);
  expect([...new Set([...documentedCodes().values()].flat())].sort()).toEqual(known.sort());
});

test('a code that is not in the row of its mutation is noticed', () => {
  const answer = (code: string) => ({ retryWebhookEvent: { errors: [{ code }] } });
  expect(() => assertDocumented(answer('NOT_FOUND'))).not.toThrow();
  expect(() => assertDocumented(answer('CARD_DECLINED'))).toThrow('retryWebhookEvent answered CARD_DECLINED');
});
