import { sharedRead } from '../src/mongo/shared-read.js';
import { EVERY_ORGANIZATION, type TenantScope } from '../src/terms/tenant-scope.js';
import { until } from './support/until.js';

/** A read that ends when the test says so. */
function heldRead() {
  const calls: { keys: readonly string[]; scope: TenantScope; end(): void; fail(error: Error): void }[] = [];
  const read = sharedRead<string>(
    (scope, keys) =>
      new Promise((resolve, reject) => {
        const end = () => resolve(keys.map((key) => (key === 'none' ? null : `row ${key}`)));
        calls.push({ keys, scope, end, fail: reject });
      }),
  );
  return { calls, read };
}

const begun = (calls: readonly unknown[], count: number) => until(async () => calls.length === count);

test('who asks while a read is under way shares the next one, and gets his own rows in his own order', async () => {
  const { calls, read } = heldRead();
  const first = read(EVERY_ORGANIZATION, ['a']);
  await begun(calls, 1);
  const others = [read(EVERY_ORGANIZATION, ['a', 'b']), read(EVERY_ORGANIZATION, ['none', 'b'])];
  calls[0]?.end();
  expect(await first).toEqual(['row a']);
  await begun(calls, 2);
  expect(calls[1]?.keys).toEqual(['a', 'b', 'none']);
  calls[1]?.end();
  expect(await Promise.all(others)).toEqual([
    ['row a', 'row b'],
    [null, 'row b'],
  ]);
  expect(calls).toHaveLength(2);
});

test('a read that fails fails for those who share it, and for nobody after them', async () => {
  const { calls, read } = heldRead();
  const first = read(EVERY_ORGANIZATION, ['a']);
  await begun(calls, 1);
  const next = read(EVERY_ORGANIZATION, ['b']);
  calls[0]?.fail(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  await begun(calls, 2);
  calls[1]?.end();
  expect(await next).toEqual(['row b']);
});

test('what an organization asks for is read for it alone', async () => {
  const { calls, read } = heldRead();
  const scopes = ['org_a', 'org_b'].map((organizationId) => ({ kind: 'organization', organizationId }) as const);
  const answers = scopes.map((scope) => read(scope, ['a']));
  await begun(calls, 2);
  expect(calls.map(({ scope }) => scope)).toEqual(scopes);
  for (const call of calls) call.end();
  expect(await Promise.all(answers)).toEqual([['row a'], ['row a']]);
});

test('other fields of the same keys are another read', async () => {
  const { calls, read } = heldRead();
  const answers = [read(EVERY_ORGANIZATION, ['a'], { name: 1 }), read(EVERY_ORGANIZATION, ['a'], { email: 1 })];
  await begun(calls, 2);
  for (const call of calls) call.end();
  expect(await Promise.all(answers)).toEqual([['row a'], ['row a']]);
});
