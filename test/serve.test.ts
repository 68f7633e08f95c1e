import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineServer, engineCommand, engineServer, temporaryFolder } from './support/engine-process.js';
import { CreateCheckoutDocument, PlansDocument } from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';

const MEMBER = { 'x-organization-id': 'org_1', 'x-customer-email': 'ann@example.com' };

async function plansOf(server: EngineServer): Promise<string[]> {
  return (await postGraphql(server.url, PlansDocument, {}, {})).data.plans.map(({ uid }) => uid);
}

/** The mongod processes over a data folder. */
function mongodsOn(folder: string): string[] {
  const listed = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' });
  return listed.split('\n').filter((line) => /mongod/.test(line) && line.includes(folder));
}

test('without any setting it serves the sample plans, the pages and a checkout, and says where everything is', async () => {
  const server = await engineServer(await temporaryFolder());
  expect(await plansOf(server)).toEqual(['plan_starter', 'plan_pro']);
  const checkout = await postGraphql(
    server.url,
    CreateCheckoutDocument,
    { input: { planUid: 'plan_starter', billingInterval: 'MONTH' } },
    MEMBER,
  );
  const page = await fetch(checkout.data.createCheckout.checkoutUrl ?? '');
  expect(await page.text()).toContain('Starter');
  for (const path of ['/', '/checkout-success', '/livez', '/readyz']) {
    expect((await fetch(server.url + path)).status).toBe(200);
  }
  expect(server.output()).toMatch(/Revenue Engine is ready/);
  expect(server.output()).toMatch(/Stripe +http:\/\/127\.0\.0\.1:\d+ \(embedded sandbox/);
  expect(server.output()).toMatch(/MongoDB +mongodb:\/\/127\.0\.0\.1:\d+\/revenue-engine\S* \(embedded/);
  expect(server.output()).toMatch(/dev-admin-key/);
  server.child.kill('SIGTERM');
  await server.ended;
});

test('SIGTERM and SIGINT end it in good order and leave no mongod; its data is there at the next start', async () => {
  const folder = await temporaryFolder();
  const first = await engineServer(folder);
  await postGraphql(
    first.url,
    CreateCheckoutDocument,
    { input: { planUid: 'plan_pro', billingInterval: 'YEAR' } },
    MEMBER,
  );
  first.child.kill('SIGTERM');
  expect(await first.ended).toMatchObject({ code: 0 });
  expect(mongodsOn(folder)).toEqual([]);
  const second = await engineServer(folder);
  expect(await plansOf(second)).toEqual(['plan_starter', 'plan_pro']);
  second.child.kill('SIGINT');
  expect(await second.ended).toMatchObject({ code: 0 });
  expect(mongodsOn(folder)).toEqual([]);
});

test('a killed engine leaves no mongod, and the next start finds the data', async () => {
  const folder = await temporaryFolder();
  const first = await engineServer(folder);
  first.child.kill('SIGKILL');
  await first.ended;
  const second = await engineServer(folder);
  expect(await plansOf(second)).toEqual(['plan_starter', 'plan_pro']);
  expect(mongodsOn(folder)).toHaveLength(1);
  second.child.kill('SIGKILL');
  await second.ended;
  for (let waited = 0; mongodsOn(folder).length > 0 && waited < 100; waited += 1) await sleep(100);
  expect(mongodsOn(folder)).toEqual([]);
});

test('a request under way is answered although the process is told to end', async () => {
  const server = await engineServer(await temporaryFolder());
  const underWay = Array.from({ length: 20 }, (_, index) =>
    postGraphql(
      server.url,
      CreateCheckoutDocument,
      { input: { planUid: 'plan_starter', billingInterval: 'MONTH' } },
      { ...MEMBER, 'x-organization-id': `org_${index}` },
    ),
  );
  // As soon as one is answered, all have arrived.
  await Promise.race(underWay);
  server.child.kill('SIGTERM');
  const answers = await Promise.all(underWay);
  expect(answers.flatMap(({ data }) => data.createCheckout.errors)).toEqual([]);
  expect(await server.ended).toMatchObject({ code: 0 });
});

test('a port in use ends the start with words that say so, and nothing stays behind', async () => {
  const server = await engineServer(await temporaryFolder());
  const folder = await temporaryFolder();
  const port = new URL(server.url).port;
  const { ended } = engineCommand(['serve'], { PORT: port, SANDBOX_PORT: '0', DATA_PATH: folder }, folder);
  const { code, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${port} is in use`);
  expect(stderr).not.toContain('    at ');
  expect(mongodsOn(folder)).toEqual([]);
  server.child.kill('SIGTERM');
  await server.ended;
});

test('production embeds nothing: the start ends with one message that names all that is missing', async () => {
  const folder = await temporaryFolder();
  const { code, stderr } = await engineCommand(['serve'], { NODE_ENV: 'production' }, folder).ended;
  expect(code).toBe(1);
  for (const name of ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'MONGODB_URI', 'BASE_URL', 'AUTH_JWT_SECRET']) {
    expect(stderr).toContain(name);
  }
});

test('plans apply changes what a running engine sells, and names every fault of a file', async () => {
  const folder = await temporaryFolder();
  const server = await engineServer(folder);
  const file = join(folder, 'mine.yaml');
  writeFileSync(
    file,
    'plans: [{ uid: plan_team, name: Team, prices: [{ interval: month, amount: 900, currency: eur }] }]',
  );
  const applied = await engineCommand(['plans', 'apply', file], { DATA_PATH: folder }, folder).ended;
  expect(applied).toMatchObject({ code: 0, stdout: 'plan_team: 1 prices created, 0 archived\n' });
  expect(await plansOf(server)).toEqual(['plan_starter', 'plan_pro', 'plan_team']);
  writeFileSync(
    file,
    'plans: [{ uid: Plan Team, name: Team, prices: [{ interval: day, amount: 1.5, currency: eur }] }]',
  );
  const refused = await engineCommand(['plans', 'apply', file], { DATA_PATH: folder }, folder).ended;
  expect(refused.code).toBe(1);
  for (const place of ['plans[0].uid', 'plans[0].prices[0].interval', 'plans[0].prices[0].amount']) {
    expect(refused.stderr).toContain(place);
  }
  server.child.kill('SIGTERM');
  await server.ended;
});

test('the demo buys a plan through a webhook with a valid signature and ends with 0', async () => {
  const folder = await temporaryFolder();
  const { code, stdout } = await engineCommand(['demo'], {}, folder).ended;
  expect(stdout).toMatch(/The webhook comes over HTTP[\s\S]*evt_\w+/);
  expect(stdout).toMatch(/sub_\w+, ACTIVE, Starter/);
  expect(code).toBe(0);
});
