import type { Connection } from 'mongoose';
import { webhookSecretFor } from '../../sandbox/stripe-cli/webhook-secret.js';
import { roomsOf } from '../app.js';
import { type Config, ConfigError } from '../config.js';
import { type DoctorParts, examine } from '../doctor/doctor.js';
import { type Finding, fault } from '../doctor/finding.js';
import { newConnection, openConnection } from '../mongo/connection.js';
import { AccountExamination } from '../stripe/account-examination.js';
import { createStripeClient } from '../stripe/client.js';
import { WEBHOOK_PATH } from '../webhooks/webhook-path.js';
import { besideRunning } from './beside-running.js';
import { SANDBOX_KEY } from './embedded-parts.js';

/** Whoever waits for a diagnosis does not wait long for a server that is away. */
const LONGEST_MONGO_WAIT_MS = 5000;

const SIGNS = { ok: '✓', warning: '!', fault: '✗' } as const;

export interface DoctorOptions {
  readonly json?: boolean;
  readonly webhookUrl?: string;
}

/**
 * Prints what is well and what is not. It writes nothing, and makes nothing run.
 *
 * @param read reads the configuration
 * @returns false when there is a fault
 */
export async function doctor(
  read: () => Config,
  options: DoctorOptions,
  print: (text: string) => void = console.log,
): Promise<boolean> {
  const findings = await diagnosis(read, options.webhookUrl);
  const isWell = findings.every(({ state }) => state !== 'fault');
  print(options.json ? JSON.stringify({ ok: isWell, findings }, null, 2) : reportOf(findings));
  return isWell;
}

async function diagnosis(read: () => Config, webhookUrl: string | undefined): Promise<Finding[]> {
  let given: Config;
  try {
    given = read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((each) =>
      fault('configuration', each, 'Set it; .env.example says what each variable is for'),
    );
  }
  const config = withSandbox(await besideRunning(given));
  const connection = newConnection();
  try {
    return await examine(await partsOf(config, connection, webhookUrl ?? `${config.baseUrl}${WEBHOOK_PATH}`));
  } finally {
    await connection.close();
  }
}

/** The embedded sandbox delivers with a secret that no configuration names. */
function withSandbox(config: Config): Config {
  const { webhooks, stripe } = config;
  if (stripe.secretKey !== SANDBOX_KEY) return config;
  return { ...config, webhooks: { ...webhooks, secrets: [...webhooks.secrets, webhookSecretFor(SANDBOX_KEY)] } };
}

async function partsOf(config: Config, connection: Connection, webhookUrl: string): Promise<DoctorParts> {
  const { secretKey = '' } = config.stripe;
  const stripe = createStripeClient({ ...config.stripe, secretKey: secretKey || 'sk_test_none' });
  const examination = secretKey === '' ? undefined : new AccountExamination(stripe, { ...config.stripe, secretKey });
  const { uri } = config.mongo;
  if (uri === undefined) return { config, webhookUrl, examination, mongo: undefined };
  const { migrator } = roomsOf({ config, connection, stripe });
  try {
    await openConnection(connection, uri, Math.min(config.mongo.timeoutMs, LONGEST_MONGO_WAIT_MS));
  } catch (error) {
    return { config, webhookUrl, examination, mongo: error instanceof Error ? error : new Error(String(error)) };
  }
  return { config, webhookUrl, examination, mongo: { connection, migrator } };
}

function reportOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map(
    ({ check, state, message, mend }) =>
      `${SIGNS[state]} ${check.padEnd(width)}  ${message}${mend === null ? '' : `. Mend: ${mend}`}`,
  );
  const count = (wanted: Finding['state']) => findings.filter(({ state }) => state === wanted).length;
  return [...lines, '', `${count('ok')} ok, ${count('warning')} warnings, ${count('fault')} faults`].join('\n');
}
