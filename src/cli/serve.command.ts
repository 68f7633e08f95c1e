import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createLogger } from '../api/request-log.js';
import type { App } from '../app.js';
import { parsePlanFile } from '../catalog/plan-definition.js';
import type { Config } from '../config.js';
import { DEVELOPMENT_ADMIN_KEY } from '../config-faults.js';
import type { EmbeddedMongo } from '../mongo/embedded-mongo.js';
import { freePort } from '../mongo/free-port.js';
import { ENGINE_EVENT_TYPES } from '../webhooks/webhook-handlers.js';
import { openSurroundings, type Surroundings } from './embedded-parts.js';
import { announce } from './running-engine-file.js';

/** The sample plans, at the root of the project. */
const SAMPLE_PLANS = fileURLToPath(new URL('../../../plans.yaml', import.meta.url));

/** Beside the time for draining. */
const LONGEST_STOP_MS = 30_000;

/** Runs the engine until it is told to end. */
export async function serve(given: Config): Promise<void> {
  const startedAt = performance.now();
  const logger = createLogger(given.logLevel, process.stdout.isTTY);
  // The sandbox has to know the engine's port before the engine listens.
  const port = given.port === 0 ? await freePort() : given.port;
  const baseUrl = given.port === 0 ? given.baseUrl.replace(/:0$/, `:${port}`) : given.baseUrl;
  // The engine's modules load while mongod boots.
  let load = () => {};
  const loading = new Promise<void>((resolve) => {
    load = resolve;
  }).then(() => import('../main.js'));
  const surroundings = await openSurroundings({ ...given, port, baseUrl }, ENGINE_EVENT_TYPES, logger, load);
  const { runEngine } = await loading;
  const { config, mongoUri, sandbox } = surroundings;
  const begun = Promise.withResolvers<() => Promise<void>>();
  // Before anybody can see that it is ready, and tell it to end.
  endOnSignal(logger, config.shutdownDrainMs + LONGEST_STOP_MS, async () => (await begun.promise)());
  try {
    const engine = await runEngine({
      config,
      mongoUri,
      logger,
      prepare: async (app) => {
        if (sandbox) await applySamplePlans(app, logger);
      },
    });
    const forget = await announce(config.dataPath, {
      // A configured address is the configuration's to know; it may hold a password.
      ...(surroundings.mongo ? { mongoUri: await mongoUri } : {}),
      ...(sandbox ? { stripeApiBase: sandbox.url } : {}),
    });
    const mongo = await surroundings.mongo;
    console.log(
      banner(
        { config, sandbox, mongo, mongoUri: await mongoUri },
        engine.port,
        Math.round(performance.now() - startedAt),
      ),
    );
    begun.resolve(async () => {
      await engine.stop();
      await forget();
      await surroundings.close();
    });
  } catch (error) {
    await surroundings.close();
    throw error;
  }
}

/** So that there is something to buy on the first start; later ones leave alone what was changed. */
async function applySamplePlans(app: App, logger: Logger): Promise<void> {
  if ((await app.plans.list(true)).length > 0) return;
  for (const definition of parsePlanFile(await readFile(SAMPLE_PLANS, 'utf8'))) {
    await app.publisher.publish(definition);
    logger.info({ planUid: definition.uid }, 'sample plan applied');
  }
}

interface BannerFacts extends Pick<Surroundings, 'config' | 'sandbox'> {
  readonly mongo: EmbeddedMongo | undefined;
  readonly mongoUri: string;
}

function banner({ config, mongo, mongoUri, sandbox }: BannerFacts, port: number, milliseconds: number): string {
  const address = `http://localhost:${port}`;
  const lines = [
    ...(config.role === 'worker' ? [['Worker', `${address}/readyz, ${address}/metrics`]] : doorsAt(address)),
    [
      'Stripe',
      sandbox ? `${sandbox.url} (embedded sandbox; no money moves)` : (config.stripe.apiBase ?? 'api.stripe.com'),
    ],
    ['MongoDB', mongo ? `${mongoUri} (embedded ${mongo.binary.version}, data in ${mongo.dataPath})` : 'as configured'],
    ...(config.auth.adminApiKey === DEVELOPMENT_ADMIN_KEY
      ? [['Admin key', `${DEVELOPMENT_ADMIN_KEY} (to sign in at /admin, or as x-api-key)`]]
      : []),
    ...(config.auth.trustHeaders ? [['Members', 'x-organization-id and x-customer-email are trusted']] : []),
  ];
  const table = lines.map(([name = '', value = '']) => `  ${name.padEnd(12)}${value}`).join('\n');
  return `\nRevenue Engine is ready after ${(milliseconds / 1000).toFixed(1)} s\n\n${table}\n`;
}

function doorsAt(address: string): string[][] {
  return [
    ['Storefront', address],
    ['Admin', `${address}/admin`],
    ['GraphQL', `${address}/graphql`],
    ['Webhooks', `${address}/payments/webhook`],
  ];
}

/** The first signal ends in good order, a second one at once. */
function endOnSignal(logger: Logger, longestMs: number, stop: () => Promise<void>): void {
  let isEnding = false;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (isEnding) process.exit(1);
    isEnding = true;
    logger.info({ signal }, 'ending: requests are answered, claimed events finished');
    setTimeout(() => process.exit(1), longestMs).unref();
    try {
      await stop();
      process.exit(0);
    } catch (error) {
      logger.fatal({ err: error }, 'could not end in good order');
      process.exit(1);
    }
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
