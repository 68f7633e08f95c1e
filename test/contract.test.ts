import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';
import { CONTRACT_EXCEPTIONS } from './support/contract-exceptions.js';

const contract = buildSchema(readFileSync('test/fixtures/contract.graphql', 'utf8'));
const breaks = findBreakingChanges(contract, buildSchema(readFileSync('schema.graphql', 'utf8'))).map(
  ({ description }) => description,
);

/** "Type.field was removed.", and for what the language itself brings "Standard scalar Float was removed because …" */
function isAbout(name: string): (description: string) => boolean {
  return (description) => description.replace('Standard scalar ', '').startsWith(`${name} was removed`);
}

test('schema.graphql breaks the contract in nothing but the named exceptions', () => {
  const named = CONTRACT_EXCEPTIONS.flatMap(({ missing }) => missing.map(isAbout));
  expect(breaks.filter((description) => !named.some((covers) => covers(description)))).toEqual([]);
});

test('each exception is still needed', () => {
  const named = CONTRACT_EXCEPTIONS.flatMap(({ missing }) => missing);
  expect(named.filter((name) => !breaks.some(isAbout(name)))).toEqual([]);
});
