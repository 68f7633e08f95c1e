import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environmentWithoutSettings } from '../config.js';
import { DEVELOPMENT_ADMIN_KEY } from '../config-faults.js';
import { freePort } from '../mongo/free-port.js';
import { DemoBuyer } from './demo-buyer.js';

const COMMAND = fileURLToPath(new URL('revenue-engine.js', import.meta.url));
/** The first start may have to fetch MongoDB. */
const START_PATIENCE_MS = 180_000;

/**
 * Walks the main job: checkout, payment on the hosted page, webhook, confirmation, active subscription. Everything runs
 * in processes of its own, on free ports and on data that is gone afterwards.
 *
 * @throws Error that names the step that failed
 */
export async function demo(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'revenue-engine-demo-'));
  const port = await freePort();
  const engine = startEngine(port, await freePort(), folder);
  try {
    const buyer = new DemoBuyer(
      `http://127.0.0.1:${port}`,
      `org_demo_${Date.now().toString(36)}`,
      DEVELOPMENT_ADMIN_KEY,
    );
    await step('The engine starts in a process of its own', () => untilReady(port, engine));
    await step('A plan is for sale', () => buyer.findPlan('plan_starter'));
    await step('createCheckout opens a session', () => buyer.createCheckout('plan_starter'));
    await step('The card 4242 4242 4242 4242 pays on the hosted page', () => buyer.payOnHostedPage());
    await step('The webhook comes over HTTP, its signature is verified, and it is processed', () =>
      buyer.awaitWebhook(),
    );
    await step('confirmCheckout confirms the session', () => buyer.confirmCheckout());
    await step('The subscription is active', () => buyer.readSubscription());
    console.log('\nThe demo has passed: an organization bought a plan and its subscription is active.');
  } finally {
    await end(engine);
    await rm(folder, { recursive: true, force: true });
  }
}

async function step(title: string, run: () => Promise<string>): Promise<void> {
  const startedAt = performance.now();
  try {
    const found = await run();
    console.log(`✓ ${title} (${Math.round(performance.now() - startedAt)} ms)\n    ${found}`);
  } catch (error) {
    throw new Error(`✗ ${title}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function startEngine(port: number, sandboxPort: number, dataPath: string): ChildProcess {
  const own = { PORT: String(port), SANDBOX_PORT: String(sandboxPort), DATA_PATH: dataPath, LOG_LEVEL: 'warn' };
  return spawn(process.execPath, ['--enable-source-maps', COMMAND, 'serve'], {
    cwd: dataPath,
    env: { ...environmentWithoutSettings(), ...own },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function untilReady(port: number, engine: ChildProcess): Promise<string> {
  const deadline = Date.now() + START_PATIENCE_MS;
  while (Date.now() < deadline) {
    if (engine.exitCode !== null) throw new Error(`the engine ended with exit code ${engine.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return `http://127.0.0.1:${port}, process ${engine.pid}`;
    await sleep(50);
  }
  throw new Error('the engine was not ready in time');
}

async function end(engine: ChildProcess): Promise<void> {
  if (engine.exitCode !== null || engine.signalCode !== null) return;
  const exited = once(engine, 'exit');
  engine.kill('SIGTERM');
  await exited;
}
