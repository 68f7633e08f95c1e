import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import pMap from 'p-map';
import { startEmbeddedMongo } from '../src/mongo/embedded-mongo.js';
import { memoryFolder } from '../test/support/memory-folder.js';
import { roomOf, type SeededFault } from './seeded-fault.js';
import { SEEDED_FAULTS } from './seeded-faults.js';
import { testOutcome } from './test-run.js';
import { isBad, type TestOutcome, type Verdict, verdictOf } from './verdict.js';
import { Workshop } from './workshop.js';

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
const chosen = SEEDED_FAULTS.filter(
  (fault) =>
    (values.only.length === 0 || values.only.includes(fault.id)) &&
    (values.room.length === 0 || values.room.includes(roomOf(fault))),
);
if (chosen.length === 0) stop('There is no such fault; the folder faults/ lists them');

// Whatever runs, and the copies, end with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const project = process.cwd();
const mongo = await startEmbeddedMongo({ report: () => undefined, temporaryIn: await memoryFolder() });
const free: Workshop[] = [];
const opened: Workshop[] = [];
const counts: Record<Verdict, number> = { noticed: 0, harmless: 0, survived: 0, misjudged: 0 };
try {
  for (let count = 0; count < together; count += 1) opened.push(await Workshop.open(project));
  free.push(...opened);
  await inAWorkshop((workshop) => workshop.assertCompiling(chosen));
  await assertSound();
  let done = 0;
  await pMap(
    chosen,
    async (fault) => {
      const startedAt = performance.now();
      const outcome = await outcomeOf(fault);
      const verdict = verdictOf(fault, outcome);
      counts[verdict] += 1;
      done += 1;
      console.log(line(fault, verdict, outcome, performance.now() - startedAt, `${done}/${chosen.length}`));
    },
    { concurrency: together },
  );
} finally {
  for (const workshop of opened) workshop.close();
  await mongo.stop();
}
console.log(
  `${chosen.length} faults: ${counts.noticed} noticed, ${counts.harmless} harmless, ${counts.survived} survived, ${counts.misjudged} misjudged`,
);
process.exit(counts.survived + counts.misjudged > 0 ? 1 : 0);

/** Tests that fail without a fault would notice every one. */
async function assertSound(): Promise<void> {
  const files = [...new Set(chosen.flatMap(({ noticedBy }) => noticedBy))].sort();
  console.log(`First ${files.length} test files without a fault`);
  await pMap(files, (file) => inAWorkshop(({ folder }) => assertPassing(file, folder)), { concurrency: together });
}

async function assertPassing(file: string, folder: string): Promise<void> {
  const outcome = await testOutcome([file], { folder, mongoUri: mongo.uri, patienceMs });
  if (outcome.kind === 'passed') return;
  throw new Error(`${file} fails without a fault, so it shows nothing: ${said(outcome)}`);
}

function outcomeOf(fault: SeededFault): Promise<TestOutcome> {
  return inAWorkshop((workshop) =>
    workshop.withFault(fault, () =>
      testOutcome(fault.noticedBy, { folder: workshop.folder, mongoUri: mongo.uri, patienceMs }),
    ),
  );
}

async function inAWorkshop<R>(deed: (workshop: Workshop) => Promise<R>): Promise<R> {
  const workshop = free.pop();
  if (!workshop) throw new Error('There are fewer copies of the project than are used at once');
  try {
    return await deed(workshop);
  } finally {
    free.push(workshop);
  }
}

function line(fault: SeededFault, verdict: Verdict, outcome: TestOutcome, milliseconds: number, place: string): string {
  const head = `${place.padStart(7)}  ${verdict.padEnd(9)}  ${fault.id.padEnd(36)} ${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
  if (isBad(verdict))
    return `${head}\n${' '.repeat(20)}${fault.harm} (${fault.noticedBy.join(', ')}; ${said(outcome)})`;
  return `${head}  ${verdict === 'harmless' ? fault.harmless : said(outcome)}`;
}

function said(outcome: TestOutcome): string {
  switch (outcome.kind) {
    case 'passed':
      return 'all passed';
    case 'failed':
      return `${outcome.test}: ${outcome.reason}`;
    case 'endless':
      return 'the tests did not end';
    default:
      return outcome satisfies never;
  }
}

function wholeNumber(option: 'together' | 'patience-seconds'): number {
  const number = Number(values[option]);
  return Number.isSafeInteger(number) && number > 0 ? number : stop(`--${option} must be a whole number above zero`);
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
