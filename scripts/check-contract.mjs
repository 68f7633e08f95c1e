// Compares schema.graphql with the contract that clients rely on, by graphql-js: what breaks it is printed, with the
// reason where it is a named exception, and fails where it is not. Needs the compiled tests (npm run build).
import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';
import { CONTRACT_EXCEPTIONS } from '../dist/test/support/contract-exceptions.js';

const read = (file) => buildSchema(readFileSync(file, 'utf8'));
const changes = findBreakingChanges(read('test/fixtures/contract.graphql'), read('schema.graphql'));

for (const { description } of changes) {
  const subject = description.replace('Standard scalar ', '').split(' ')[0];
  const exception = CONTRACT_EXCEPTIONS.find(({ missing }) => missing.includes(subject));
  console.log(exception ? `${description} (${exception.reason})` : `BREAKS ${description}`);
  if (!exception) process.exitCode = 1;
}
