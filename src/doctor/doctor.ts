import type { Connection } from 'mongoose';
import type { Config } from '../config.js';
import type { Migrator } from '../migrations/migrator.js';
import type { AccountExamination } from '../stripe/account-examination.js';
import { examineInbox } from './inbox-checks.js';
import { type Finding, ok } from './finding.js';
import { examineKeys } from './key-checks.js';
import { examineMongo, noMongo } from './mongo-checks.js';
import { examineStripe } from './stripe-checks.js';
import { examineSecret } from './webhook-answer.js';
import { examineEndpoint } from './webhook-checks.js';

export interface DoctorParts {
  readonly config: Config;
  /** Where Stripe is to deliver to. */
  readonly webhookUrl: string;
  /** Absent where no key is set. */
  readonly examination: AccountExamination | undefined;
  /** Absent where no address is set; an error when nothing answers there. */
  readonly mongo: { readonly connection: Connection; readonly migrator: Migrator } | Error | undefined;
}

/** Looks at everything that the engine needs, and changes nothing. */
export async function examine(parts: DoctorParts): Promise<Finding[]> {
  const [stripe, mongo] = await Promise.all([stripeFindings(parts), mongoFindings(parts)]);
  return [ok('configuration', 'It can be read, and has no fault'), ...examineKeys(parts.config), ...stripe, ...mongo];
}

async function stripeFindings({ config, webhookUrl, examination }: DoctorParts): Promise<Finding[]> {
  const { secretKey } = config.stripe;
  if (!examination || secretKey === undefined) {
    return [ok('stripe-key', 'None is set and no engine runs here: a sandbox is embedded at the start')];
  }
  const { findings, account } = await examineStripe(examination, secretKey, config.webhooks.toleranceSeconds);
  const endpoint = account ? await examineEndpoint(examination, webhookUrl, account.apiVersion) : [];
  return [...findings, ...endpoint, ...(await examineSecret(config.webhooks.secrets, webhookUrl))];
}

async function mongoFindings({ mongo, config }: DoctorParts): Promise<Finding[]> {
  if (!mongo) return [ok('mongodb', 'MONGODB_URI is not set and no engine runs here: one is embedded at the start')];
  if (mongo instanceof Error) return [noMongo(mongo)];
  const [database, inbox] = await Promise.all([
    examineMongo(mongo.connection, mongo.migrator, config.migrations.atStart),
    examineInbox(mongo.connection),
  ]);
  return [...database, ...inbox];
}
