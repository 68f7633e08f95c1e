import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { environmentWithoutSettings } from '../src/config.js';
import { freePort } from '../src/mongo/free-port.js';
import { ANONYMOUS, ConfigError, engineConfig, InvalidIdentity, Role, Viewer } from '../src/revenue-engine.js';
import { ENGINE_EVENT_TYPES } from '../src/webhooks/webhook-handlers.js';
import { cleanup } from './support/cleanup.js';
import { temporaryFolder } from './support/engine-process.js';
import { CreateSubscriptionDocument, ViewerDocument } from './support/generated/operations.js';
import { postGraphql } from './support/graphql-client.js';
import { ADMIN_KEY, runningEngine, WEBHOOK_SECRET } from './support/running-engine.js';
import { runningSandbox } from './support/running-sandbox.js';
import { deliver, eventOf } from './support/signed-webhook.js';
import { testDatabase } from './support/test-database.js';
import { until as untilSoon } from './support/until.js';

/** Each start of the example is a process of its own, for which a busy machine takes its time. */
const until = <T>(look: () => Promise<T | null | undefined | false>): Promise<T> => untilSoon(look, 30_000);

const ADMIN = { 'x-api-key': ADMIN_KEY };
const SETTINGS = {
  STRIPE_SECRET_KEY: 'sk_test_of_the_engine',
  STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
  MONGODB_URI: 'mongodb://127.0.0.1:27017/example',
};

describe('examples/embed-in-express', () => {
  interface Log {
    readonly access: readonly string[];
    readonly disputes: readonly string[];
  }

  /** The example as it stands, in a process of its own, over a database and a sandbox that outlive it. */
  async function example() {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const endpoint = {
      url: `${url}/billing/payments/webhook`,
      secret: WEBHOOK_SECRET,
      enabledEvents: ENGINE_EVENT_TYPES,
    };
    const { sandbox, url: stripeUrl, stripe } = await runningSandbox({ endpoints: [endpoint] });
    const database = await testDatabase();
    const env = {
      ...environmentWithoutSettings(),
      ...SETTINGS,
      PORT: String(port),
      STRIPE_API_BASE: stripeUrl,
      MONGODB_URI: database.uri,
      ADMIN_API_KEY: ADMIN_KEY,
      LOG_LEVEL: 'warn',
    };
    const start = async (): Promise<{ readonly child: ChildProcess; readonly ended: Promise<number | null> }> => {
      const child = spawn(process.execPath, [resolve('dist/examples/embed-in-express/server.js')], { env });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          said += String(chunk);
        });
      }
      const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
      cleanup(async () => {
        child.kill('SIGKILL');
        await ended;
      });
      await until(async () => {
        if (child.exitCode !== null) throw new Error(`The example ended: ${said}`);
        return said.includes('ready\n');
      });
      return { child, ended };
    };
    const read = async <T>(path: string, cookie = ''): Promise<T> =>
      (await (await fetch(url + path, { headers: { cookie } })).json()) as T;
    return { url, billing: `${url}/billing`, database, sandbox, stripe, start, read };
  }

  test('sells, gives and takes what is paid for, keeps disputes, and goes on where it was after a crash', async () => {
    const { url, billing, database, stripe, start, read } = await example();
    const first = await start();
    const plan = {
      uid: 'plan_solo',
      name: 'Solo',
      prices: [{ billingInterval: 'MONTH', unitAmount: 900, currency: 'EUR' }],
    };
    const saved = await postGraphql<{ savePlan: { errors: readonly unknown[] } }>(
      billing,
      'mutation Save($input: SavePlanInput!) { savePlan(input: $input) { plan { uid } errors { code message } } }',
      { input: plan },
      ADMIN,
    );
    expect(saved.data.savePlan.errors).toEqual([]);

    // Its own sign-in says who asks, and the headers that the engine would trust say nothing.
    const stranger = await postGraphql(billing, ViewerDocument, {}, { 'x-organization-id': 'org_1' });
    expect(stranger.data.viewer.role).toBe('ANONYMOUS');
    const signIn = await fetch(`${url}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ organizationId: 'org_1', email: 'ann@example.com' }),
    });
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const member = await postGraphql(billing, ViewerDocument, {}, { cookie });
    expect(member.data.viewer).toMatchObject({ role: 'MEMBER', organizationId: 'org_1', email: 'ann@example.com' });
    expect((await fetch(`${billing}/`)).status).toBe(404);

    const { data } = await postGraphql(
      billing,
      CreateSubscriptionDocument,
      {
        input: {
          organizationId: 'org_1',
          planUid: 'plan_solo',
          billingInterval: 'MONTH',
          paymentMethodId: 'pm_card_visa',
        },
      },
      ADMIN,
    );
    const id = data.createSubscription.subscription?.id ?? '';
    await until(async () => (await read<string[]>('/plans-in-use', cookie)).includes('plan_solo'));
    expect(await read('/plans-in-use')).toEqual([]);

    const dispute = eventOf('charge.dispute.created', { id: 'du_1', object: 'dispute' });
    expect((await deliver(billing, dispute)).status).toBe(200);
    await until(async () => (await read<Log>('/log')).disputes.includes('du_1'));

    // Otherwise the next one would wait for the claim of the first to run out, which takes a minute.
    const places = database.connection.collection<{ _id: string }>('hook_places');
    await until(() => places.findOne({ _id: `access:${id}`, claim_id: null }));
    first.child.kill('SIGKILL');
    await first.ended;
    await stripe.subscriptions.cancel(id);
    const second = await start();
    await deliver(billing, eventOf('customer.subscription.deleted', await stripe.subscriptions.retrieve(id)));
    const { access } = await until(async () => {
      const log = await read<Log>('/log');
      return log.access.some((line) => line.endsWith('> canceled')) && log;
    });
    // What the first process was told is not told again.
    expect(access.filter((line) => line.includes('new >'))).toEqual([]);
    const events = database.connection.collection('webhook_events');
    expect(await events.findOne({ event_id: dispute.id })).toMatchObject({ status: 'processed', attempts: 1 });

    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  }, 120_000);
});

describe('who asks', () => {
  test('is said by the program that hosts the engine, which may leave it to the engine', async () => {
    const engine = await runningEngine({
      deliversWebhooks: false,
      extensions: {
        authenticate: ({ headers }) => {
          const name = headers['x-test-user'];
          if (name === 'ann') return new Viewer(Role.MEMBER, 'org_of_ann', null);
          if (name === 'nobody') return ANONYMOUS;
          if (name === 'expired') throw new InvalidIdentity('The session is over');
          if (name === 'broken') return new Viewer(Role.MEMBER, null, null);
          if (name === 'odd') return new Viewer(Role.MEMBER, 'an organization', null);
          return undefined;
        },
      },
    });
    const asked = (headers: Record<string, string>) => postGraphql(engine.url, ViewerDocument, {}, headers);
    const whose = async (headers: Record<string, string>) => (await asked(headers)).data.viewer;
    expect(await whose({ 'x-test-user': 'ann', ...ADMIN })).toMatchObject({
      role: 'MEMBER',
      organizationId: 'org_of_ann',
    });
    expect(await whose({ 'x-test-user': 'nobody', 'x-organization-id': 'org_1' })).toMatchObject({ role: 'ANONYMOUS' });
    expect(await whose(ADMIN)).toMatchObject({ role: 'ADMIN' });
    expect(await whose({ 'x-organization-id': 'org_1' })).toMatchObject({ role: 'MEMBER', organizationId: 'org_1' });
    const expired = await asked({ 'x-test-user': 'expired' });
    expect([expired.status, expired.errors]).toMatchObject([
      401,
      [{ message: 'The session is over', extensions: { code: 'UNAUTHENTICATED' } }],
    ]);
    for (const name of ['broken', 'odd']) expect((await asked({ 'x-test-user': name })).status).toBe(500);
  });
});

describe('the configuration of an engine that another program hosts', () => {
  const faultsOf = (work: () => unknown): readonly string[] => {
    try {
      work();
    } catch (error) {
      if (error instanceof ConfigError) return error.faults;
      throw error;
    }
    return [];
  };

  test('names Stripe and MongoDB, for nothing is embedded', () => {
    const faults = faultsOf(() => engineConfig({}));
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'STRIPE_SECRET_KEY',
      'MONGODB_URI',
      'STRIPE_WEBHOOK_SECRET',
    ]);
    expect(faults[0]).toContain('Nothing is embedded in an engine that another program hosts');
    expect(engineConfig(SETTINGS).stripe.secretKey).toBe(SETTINGS.STRIPE_SECRET_KEY);
  });

  test('needs no way to tell viewers apart where the program does', () => {
    const production = { ...SETTINGS, NODE_ENV: 'production', BASE_URL: 'https://shop.example' };
    expect(faultsOf(() => engineConfig(production))).toEqual([expect.stringContaining('ADMIN_API_KEY')]);
    expect(faultsOf(() => engineConfig(production, { authenticates: true }))).toEqual([]);
  });
});

test('the package has types for those who use it by its name', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'node_modules'));
  for (const name of ['@types', 'typescript']) {
    await symlink(resolve('node_modules', name), join(folder, 'node_modules', name));
  }
  await symlink(resolve('.'), join(folder, 'node_modules', 'revenue-engine'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const compilerOptions = { module: 'nodenext', strict: true, noEmit: true, skipLibCheck: true, types: ['node'] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const program = (status: string) => `
    import { engineConfig, openEngine, type SubscriptionHook } from 'revenue-engine';
    const hook: SubscriptionHook = { name: 'a', onChanged: ({ after }) => { const status: ${status} = after.status; void status; } };
    const engine = await openEngine({ config: engineConfig({}), subscriptionHooks: [hook] });
    await engine.stop();
  `;
  const compile = () =>
    execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' });
  await writeFile(join(folder, 'program.ts'), program('string'));
  expect(compile()).toBe('');
  await writeFile(join(folder, 'program.ts'), program('number'));
  expect(compile).toThrow();
});
