import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startEmbeddedMongo } from '../src/mongo/embedded-mongo.js';
import { memoryFolder } from '../test/support/memory-folder.js';
import { FaultSeeding } from './fault-seeding.js';
import { roomOf, type SeededFault } from './seeded-fault.js';
import { SEEDED_FAULTS } from './seeded-faults.js';
import { isBad, said, type TestOutcome, type Verdict, verdictOf } from './verdict.js';
import { Workshops } from './workshops.js';

/** `npm run test:faults`: seeds one fault after the other, and says which of them the tests noticed. */

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    room: { type: 'string', multiple: true, default: [] },
    together: { type: 'string', default: String(availableParallelism()) },
    'patience-seconds': { type: 'string', default: '180' },
  },
});
const together = wholeNumber('together');
const patienceMs = wholeNumber('patience-seconds') * 1000;
const chosen = chosenFaults();

// Whatever runs, and the copies, end with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const mongo = await startEmbeddedMongo({ report: () => undefined, temporaryIn: await memoryFolder() });
const workshops = await Workshops.open(process.cwd(), together);
const seeding = new FaultSeeding(workshops, { together, mongoUri: mongo.uri, patienceMs });
const verdicts: Verdict[] = [];
try {
  console.log('Whether all faults compile …');
  await workshops.use((workshop) => workshop.assertCompiling(chosen));
  console.log('Whether the tests pass without a fault …');
  await seeding.assertSound(chosen);
  await seeding.tryAll(chosen, (fault, outcome, milliseconds) => {
    const verdict = verdictOf(fault, outcome);
    verdicts.push(verdict);
    const place = `${verdicts.length}/${chosen.length}`.padStart(7);
    console.log(`${place} ${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${line(fault, verdict, outcome)}`);
  });
} finally {
  workshops.close();
  await mongo.stop();
}
const counted = [...Map.groupBy(verdicts, (verdict) => verdict)].map(([verdict, { length }]) => `${length} ${verdict}`);
console.log(`${chosen.length} faults: ${counted.join(', ')}`);
process.exit(verdicts.some(isBad) ? 1 : 0);

function chosenFaults(): SeededFault[] {
  const { only, room } = values;
  const unknown = [
    ...only.filter((id) => !SEEDED_FAULTS.some((fault) => fault.id === id)),
    ...room.filter((name) => !SEEDED_FAULTS.some((fault) => roomOf(fault) === name)),
  ];
  if (unknown.length > 0) stop(`No fault is known by ${unknown.join(', ')}; the folder faults/ lists them`);
  return SEEDED_FAULTS.filter(
    (fault) => (only.length === 0 || only.includes(fault.id)) && (room.length === 0 || room.includes(roomOf(fault))),
  );
}

function line({ id, harm, harmless, noticedBy }: SeededFault, verdict: Verdict, outcome: TestOutcome): string {
  const why = isBad(verdict) ? `${harm} Run: ${noticedBy.join(', ')}; ${said(outcome)}` : (harmless ?? said(outcome));
  return `${verdict.padEnd(9)} ${id}: ${why}`;
}

function wholeNumber(option: 'together' | 'patience-seconds'): number {
  const number = Number(values[option]);
  return Number.isSafeInteger(number) && number > 0 ? number : stop(`--${option} must be a whole number above zero`);
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
