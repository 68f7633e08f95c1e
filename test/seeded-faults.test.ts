import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEEDED_FAULTS } from '../faults/seeded-faults.js';
import { roomOf, type SeededFault, StaleFault, seeded } from '../faults/seeded-fault.js';
import { verdictOf } from '../faults/verdict.js';
import { projectRoot } from './support/source-files.js';

const fault: SeededFault = {
  id: 'guard-dropped',
  file: 'src/checkout/guard.ts',
  right: 'if (late) return;',
  wrong: '',
  harm: 'What is late is taken.',
  noticedBy: ['guard'],
};

test.each(SEEDED_FAULTS.map((each) => [each.id, each] as const))(
  'the seeded fault %s is in a piece of code that is there, for tests that are there',
  (_id, each) => {
    const text = readFileSync(join(projectRoot, each.file), 'utf8');
    expect(seeded(each, text)).not.toBe(text);
    expect(each.noticedBy.length).toBeGreaterThan(0);
    const tests = each.noticedBy.map((name) => join(projectRoot, 'test', `${name}.test.ts`));
    expect(tests.filter((path) => !existsSync(path))).toEqual([]);
  },
);

test('each seeded fault has a name of its own', () => {
  const ids = SEEDED_FAULTS.map(({ id }) => id);
  expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id))).toEqual([]);
});

test('checkout, webhooks and metrics, and what they rest on, have faults seeded', () => {
  const rooms = new Set(SEEDED_FAULTS.map(roomOf));
  expect([...rooms].sort()).toEqual(
    expect.arrayContaining(['checkout', 'metrics', 'mongo', 'quotes', 'subscriptions', 'webhooks']),
  );
});

test('a fault takes the place of its piece, and of nothing else', () => {
  expect(seeded(fault, 'a();\nif (late) return;\nb();')).toBe('a();\n\nb();');
});

test('a piece that is gone, or that stands there twice, is told', () => {
  expect(() => seeded(fault, 'a();')).toThrow(StaleFault);
  expect(() => seeded(fault, 'if (late) return; if (late) return;')).toThrow('stands there 2 times');
});

test('who notices a fault, and who does not, is judged by whether it does harm', () => {
  const harmless = { ...fault, harmless: 'Nothing comes late.' };
  expect(verdictOf(fault, { kind: 'failed', test: 'guard', reason: 'late' })).toBe('noticed');
  expect(verdictOf(fault, { kind: 'endless' })).toBe('noticed');
  expect(verdictOf(fault, { kind: 'passed' })).toBe('survived');
  expect(verdictOf(harmless, { kind: 'passed' })).toBe('harmless');
  expect(verdictOf(harmless, { kind: 'failed', test: 'guard', reason: 'late' })).toBe('misjudged');
});
