import { readFile } from 'node:fs/promises';
import { type Logger, pino } from 'pino';
import type Stripe from 'stripe';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.js';
import type { App } from '../../src/app.js';
import { parsePlanFile } from '../../src/catalog/plan-definition.js';
import { type Config, readConfig } from '../../src/config.js';
import type { Extensions } from '../../src/extensions.js';
import { runEngine } from '../../src/main.js';
import { freePort } from '../../src/mongo/free-port.js';
import type { StripeCall } from '../../src/stripe/stripe-calls.js';
import { ENGINE_EVENT_TYPES } from '../../src/webhooks/webhook-handlers.js';
import { cleanup } from './cleanup.js';
import { type GraphqlAnswer, postGraphql } from './graphql-client.js';
import type { TypedDocumentString } from './generated/operations.js';
import { runningSandbox } from './running-sandbox.js';
import { type TestDatabase, testDatabase } from './test-database.js';

export const WEBHOOK_SECRET = 'whsec_test_of_the_engine';
export const ADMIN_KEY = 'test-admin-key';

export interface RunningEngineOptions {
  /** Variables of the environment, over those of the test. */
  readonly env?: Readonly<Record<string, string>>;
  readonly sandbox?: SandboxOptions;
  /** False for a sandbox that delivers nothing: webhooks are lost, or the test brings its own. */
  readonly deliversWebhooks?: boolean;
  /** The API version of the sandbox's endpoint, which its events are shaped by; the pinned one when absent. */
  readonly endpointApiVersion?: string;
  /** The text of a plan file; the sample plans when absent. */
  readonly plans?: string;
  /** Silent when absent. */
  readonly logger?: Logger;
  /** What time the engine takes it to be. */
  readonly now?: () => Date;
  /** What a program that hosts it adds. */
  readonly extensions?: Extensions;
  /** Another engine's database and sandbox, for a second process over the same state. */
  readonly beside?: RunningEngine;
}

/** The whole engine over real HTTP, with a sandbox and a database of its own. */
export interface RunningEngine {
  readonly url: string;
  readonly app: App;
  readonly config: Config;
  readonly sandbox: Sandbox;
  readonly sandboxUrl: string;
  readonly stripe: Stripe;
  readonly database: TestDatabase;
  /** Every request that the engine made to Stripe, oldest first. */
  readonly stripeCalls: StripeCall[];
  /** Runs a typed operation by POST as a member of the organization. */
  as(organizationId: string): Asking;
  asAdmin(): Asking;
  asNobody(): Asking;
  /** Resolves once the sandbox has delivered what is due and the engine has worked it off. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export type Asking = <TResult, TVariables>(
  operation: TypedDocumentString<TResult, TVariables>,
  variables?: TVariables,
) => Promise<GraphqlAnswer<TResult>>;

export async function runningEngine(options: RunningEngineOptions = {}): Promise<RunningEngine> {
  const port = await freePort();
  const endpoint = {
    url: `http://127.0.0.1:${port}/payments/webhook`,
    secret: WEBHOOK_SECRET,
    enabledEvents: ENGINE_EVENT_TYPES,
    ...(options.endpointApiVersion === undefined ? {} : { apiVersion: options.endpointApiVersion }),
  };
  const { beside } = options;
  const sandbox = beside
    ? { sandbox: beside.sandbox, url: beside.sandboxUrl, stripe: beside.stripe }
    : await runningSandbox({ ...options.sandbox, endpoints: options.deliversWebhooks === false ? [] : [endpoint] });
  const database = beside?.database ?? (await testDatabase());
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: String(port),
    STRIPE_SECRET_KEY: 'sk_test_of_the_engine',
    STRIPE_API_BASE: sandbox.url,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    MONGODB_URI: database.uri,
    ADMIN_API_KEY: ADMIN_KEY,
    RECONCILE_INTERVAL_SECONDS: '0',
    ...options.env,
  });
  const complete = {
    ...config,
    stripe: { ...config.stripe, secretKey: config.stripe.secretKey ?? '' },
  };
  const stripeCalls: StripeCall[] = [];
  const engine = await runEngine({
    config: complete,
    mongoUri: config.mongo.uri ?? database.uri,
    logger: options.logger ?? pino({ level: 'silent' }),
    onStripeCall: (call) => stripeCalls.push(call),
    ...(options.now ? { now: options.now } : {}),
    ...options.extensions,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= engine.stop();
    return stopped;
  };
  cleanup(stop);
  const settled = async () => {
    await sandbox.sandbox.idle();
    await engine.app.inbox.settled();
    await engine.app.worker.idle();
    await engine.app.revenue.idle();
    await engine.app.hooks.idle();
  };
  if (!beside) {
    const text = options.plans ?? (await readFile('plans.yaml', 'utf8'));
    for (const definition of parsePlanFile(text)) await engine.app.publisher.publish(definition);
    // What Stripe tells of the plans is worked off, so that a test counts only what it does itself.
    await settled();
  }
  const url = `http://127.0.0.1:${port}`;
  const asking =
    (headers: Record<string, string>): Asking =>
    (operation, variables) =>
      postGraphql(url, operation, variables ?? {}, headers);
  return {
    url,
    app: engine.app,
    config,
    sandbox: sandbox.sandbox,
    sandboxUrl: sandbox.url,
    stripe: sandbox.stripe,
    database,
    stripeCalls,
    as: (organizationId) =>
      asking({ 'x-organization-id': organizationId, 'x-customer-email': `${organizationId}@example.com` }),
    asAdmin: () => asking({ 'x-api-key': ADMIN_KEY }),
    asNobody: () => asking({}),
    settled,
    stop,
  };
}
