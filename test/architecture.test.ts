import { architectureFaults } from './support/architecture-rules.js';
import { sourceFile, sourceFilesIn } from './support/source-files.js';

/** The faults of a small project made of the given files. */
function faultsOf(files: Readonly<Record<string, string>>): string[] {
  return architectureFaults(Object.entries(files).map(([path, text]) => sourceFile(path, text)));
}

test('the project keeps to its architecture', () => {
  const files = ['src', 'sandbox', 'web', 'bench', 'examples', 'faults', 'test'].flatMap(sourceFilesIn);
  expect(files.length).toBeGreaterThan(100);
  expect(architectureFaults(files)).toEqual([]);
});

test('the imports of the project are really read', () => {
  const service = sourceFilesIn('src').find(({ path }) => path === 'src/customers/customer.service.ts');
  expect(service?.imports).toContainEqual({
    target: 'src/mongo/duplicate-key.ts',
    isPackage: false,
    typeOnly: false,
    reexport: false,
  });
  expect(service?.imports.map(({ target }) => target)).toContain('src/stripe/customer.gateway.ts');
});

test.each([
  ['src/terms/money.ts', '../mongo/model.js'],
  ['src/mongo/model.ts', '../stripe/client.js'],
  ['src/mongo/model.ts', '../catalog/plan.record.js'],
  ['src/stripe/client.ts', '../customers/customer.record.js'],
  ['src/catalog/plan.service.ts', '../customers/customer.service.js'],
  ['src/customers/customer.service.ts', '../subscriptions/subscription.service.js'],
  ['src/subscriptions/subscription.service.ts', '../checkout/checkout.service.js'],
  ['src/invoices/invoice.service.ts', '../payments/payment.service.js'],
  ['src/metrics/revenue.ts', '../customers/customer.service.js'],
  ['src/subscriptions/subscription.service.ts', '../metrics/revenue.js'],
  ['src/checkout/checkout.service.ts', '../webhooks/inbox.js'],
  ['src/catalog/plan.service.ts', '../api/context.js'],
  ['src/webhooks/inbox.ts', '../api/context.js'],
  ['src/api/context.ts', '../catalog/plan.service.js'],
  ['src/catalog/plan.service.ts', '../config.js'],
  ['src/api/context.ts', '../app.js'],
  ['src/app.ts', './cli/serve.js'],
  ['src/catalog/plan.service.ts', './plan.resolver.js'],
  ['src/webhooks/inbox.ts', '../catalog/plan.resolver.js'],
  ['src/customers/customer.resolver.ts', '../subscriptions/subscription.resolver.js'],
  ['src/gadgets/gadget.ts', '../terms/money.js'],
  ['src/app.ts', '../test/support/cleanup.js'],
  ['sandbox/prices/prices.ts', '../../src/terms/money.js'],
  ['sandbox/prices/prices.ts', '../../test/support/cleanup.js'],
  ['web/src/main.tsx', '../../src/terms/money.js'],
  ['test/money.test.ts', '../web/src/main.js'],
  ['bench/webhook/story.ts', '../../sandbox/sandbox.js'],
  ['bench/webhook/story.ts', '../../test/support/cleanup.js'],
  ['src/app.ts', '../bench/webhook/story.js'],
  ['faults/workshop.ts', '../sandbox/sandbox.js'],
  ['src/app.ts', '../faults/seeded-faults.js'],
  ['examples/shop/server.ts', '../../src/main.js'],
  ['src/webhooks/inbox.ts', '../hooks/hook-runner.js'],
  ['src/migrations/migrator.ts', '../subscriptions/subscription.record.js'],
])('an arrow from %s to %s is refused, for a type too', (path, specifier) => {
  expect(faultsOf({ [path]: `import { a } from '${specifier}';` })).toHaveLength(1);
  expect(faultsOf({ [path]: `import type { A } from '${specifier}';` })).toHaveLength(1);
  expect(faultsOf({ [path]: `const a = await import('${specifier}');` })).toHaveLength(1);
  expect(faultsOf({ [path]: `import {\n  a,\n  type B,\n} from '${specifier}';` })).toHaveLength(1);
});

test.each([
  ['src/checkout/checkout.service.ts', '../subscriptions/subscription.service.js'],
  ['src/subscriptions/subscription.resolver.ts', '../customers/customer.resolver.js'],
  ['src/webhooks/handlers.ts', '../invoices/invoice.service.js'],
  ['src/sync/backfill.ts', '../usage/usage.service.js'],
  ['src/api/schema.ts', '../catalog/plan.resolver.js'],
  ['src/app.ts', './api/schema.js'],
  ['src/cli/serve.ts', '../../sandbox/sandbox.js'],
  ['test/money.test.ts', '../sandbox/sandbox.js'],
  ['bench/webhook/bench.ts', '../../src/mongo/free-port.js'],
])('an arrow from %s to %s is allowed', (path, specifier) => {
  expect(faultsOf({ [path]: `import { a } from '${specifier}';` })).toEqual([]);
});

test('beside the commands only one file of src may embed the sandbox', () => {
  const embedding = "import { createSandbox } from '../sandbox/sandbox.js';";
  expect(faultsOf({ 'src/app.ts': embedding })).toEqual([]);
  expect(faultsOf({ 'src/app.ts': embedding, 'src/main.ts': embedding })).toHaveLength(2);
});

test('a cycle of files is refused, whatever its length; a type closes none', () => {
  const a = "import { b } from './b.js';";
  expect(faultsOf({ 'src/terms/a.ts': "import { a } from './a.js';" })).toHaveLength(1);
  expect(faultsOf({ 'src/terms/a.ts': a, 'src/terms/b.ts': "import { a } from './a.js';" })).toEqual([
    'src/terms/a.ts imports itself: src/terms/a.ts > src/terms/b.ts > src/terms/a.ts',
  ]);
  const long = { 'sandbox/c.ts': "import './a.js';", 'sandbox/b.ts': "import { c } from './c.js';", 'sandbox/a.ts': a };
  expect(faultsOf(long)).toHaveLength(1);
  expect(faultsOf({ 'src/terms/a.ts': a, 'src/terms/b.ts': "import { type A } from './a.js';" })).toEqual([]);
});

test.each([
  'const key = process.env.KEY;',
  "const key = process['env'];",
  'const { env } = process;',
  "import { env } from 'node:process';",
  "import process, { env as e } from 'process';",
])('reading the environment outside the configuration is refused: %s', (text) => {
  expect(faultsOf({ 'src/catalog/plan.service.ts': text })).toHaveLength(1);
  expect(faultsOf({ 'sandbox/sandbox.ts': text })).toHaveLength(1);
  expect(faultsOf({ 'src/config.ts': text })).toEqual([]);
});

test.each(['export default class A {}', 'export default 1;', 'const a = 1;\nexport { a as default };'])(
  'a default export is refused: %s',
  (text) => {
    expect(faultsOf({ 'web/src/a.ts': text })).toEqual(['web/src/a.ts has a default export']);
    expect(faultsOf({ 'web/vite.config.ts': text })).toEqual([]);
  },
);

test('a file of more than 220 lines is refused where the product is', () => {
  const text = (lines: number) => 'const a = 1;\n'.repeat(lines);
  expect(faultsOf({ 'src/terms/a.ts': text(220), 'test/a.test.ts': text(500) })).toEqual([]);
  expect(faultsOf({ 'sandbox/a.ts': text(221) })).toEqual(['sandbox/a.ts has 221 lines; 220 are the most']);
});

test.each(["export * from './money.js';", "export { a } from './money.js';", "export type { A } from './money.js';"])(
  'a barrel is refused: %s',
  (text) => {
    expect(faultsOf({ 'src/terms/all.ts': text })).toEqual([
      "src/terms/all.ts passes on another file's exports: no barrels",
    ]);
  },
);

test('the public API of the package is the one barrel', () => {
  expect(faultsOf({ 'src/revenue-engine.ts': "export { a } from './terms/money.js';" })).toEqual([]);
});

test.each(['index', 'utils', 'helpers', 'common', 'types'])('a file named %s.ts is refused', (name) => {
  expect(faultsOf({ [`src/terms/${name}.ts`]: '' })).toHaveLength(1);
});

test('only src/stripe imports the SDK; its types are known everywhere', () => {
  expect(faultsOf({ 'src/checkout/a.ts': "import Stripe from 'stripe';" })).toHaveLength(1);
  expect(faultsOf({ 'src/checkout/a.ts': "import type Stripe from 'stripe';" })).toEqual([]);
  expect(faultsOf({ 'src/stripe/client.ts': "import Stripe from 'stripe';" })).toEqual([]);
});
