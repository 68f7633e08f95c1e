#!/usr/bin/env node
import 'reflect-metadata';
import { enableCompileCache } from 'node:module';
import { Command, InvalidArgumentError } from 'commander';
import { loadEnvFile, readConfig, readConfigOf } from '../config.js';
import type { DoctorOptions } from './doctor.command.js';
import type { MigrateOptions } from './migrate.command.js';
import type { ReplayChoice } from '../webhooks/webhook-replay.js';

// The second start finds every module compiled: https://nodejs.org/api/module.html#module-compile-cache
enableCompileCache();

/** Each command loads only what it needs. */
const program = new Command('revenue-engine')
  .description('Self-hosted GraphQL billing server: Stripe as the ledger, MongoDB as the queryable projection.')
  .showHelpAfterError();

program
  .command('serve')
  .option(
    '--role <role>',
    'api: GraphQL and deliveries; worker: the inbox, schedules and the ledger; all: both (SERVE_ROLE)',
  )
  .description('run the server; what is not configured is embedded, outside production')
  .action(async ({ role }: { role?: string }) => (await import('./serve.command.js')).serve(readConfigOf(role)));

program
  .command('doctor')
  .option('--json', 'for machines')
  .option('--webhook-url <address>', 'where Stripe delivers to, if that is not BASE_URL/payments/webhook')
  .description('examine keys, webhook endpoint, versions, clock, MongoDB and inbox, and say how to mend what is wrong')
  .action(async (options: DoctorOptions) => {
    const { doctor } = await import('./doctor.command.js');
    if (!(await doctor(readConfig, options))) process.exitCode = 1;
  });

program
  .command('sandbox')
  .description('run the local Stripe alone')
  .action(async () => (await import('./sandbox.command.js')).runSandbox(readConfig()));

program
  .command('demo')
  .description('buy a plan without a hand on the keyboard, in processes and on ports of its own')
  .action(async () => (await import('./demo.command.js')).demo());

program
  .command('plans')
  .description('what is sold')
  .command('apply')
  .argument('<file>', 'YAML, in the form of plans.yaml')
  .description('create or change plans so that they are what the file says')
  .action(async (file: string) => (await import('./plans.command.js')).applyPlans(readConfig(), file));

program
  .command('replay')
  .description('process failed events of the inbox once more, and wait for what comes of it')
  .option('--type <types...>', 'only events of these types')
  .option('--since <instant>', 'only events that were received then or later, such as 2026-11-25T08:00Z', toInstant)
  .option('--until <instant>', 'only events that were received before', toInstant)
  .option('--limit <number>', 'at most so many, the oldest first', toCount)
  .option('--id <ids...>', 'these events, also when they were processed')
  .option('--all', 'also events that were processed or ignored', false)
  .action(async ({ type: types, id: ids, ...rest }: ReplayOptions) => {
    const { replay } = await import('./replay.command.js');
    if (!(await replay(readConfig(), { ...rest, types, ids }))) process.exitCode = 1;
  });

program
  .command('sync')
  .option('--restart', 'begin anew, also where an earlier one was ended before its time')
  .description('read everything that Stripe has and store it; goes on where it was ended')
  .action(async ({ restart }: { restart?: boolean }) =>
    (await import('./sync.command.js')).syncWithStripe(readConfig(), restart ?? false),
  );

program
  .command('reconcile')
  .option('--repair', 'store what differs as Stripe shows it')
  .description(
    'compare what is stored with Stripe, and take in events that were never delivered; code 1 when drift is left',
  )
  .action(async ({ repair }: { repair?: boolean }) =>
    (await import('./reconcile.command.js')).reconcile(readConfig(), repair ?? false),
  );

program
  .command('migrate')
  .option('--check', 'change nothing; code 1 when something is pending')
  .option('--list', 'change nothing; show what was done to the database, and what is pending')
  .description('bring the database to where this version needs it; a start does the same unless MIGRATE_AT_START=false')
  .action(async (options: MigrateOptions) => {
    const { migrate } = await import('./migrate.command.js');
    if (!(await migrate(readConfig(), options))) process.exitCode = 1;
  });

program
  .command('metrics')
  .description('what recurs')
  .command('rebuild')
  .option('--restart', 'begin anew, also where an earlier one was ended before its time')
  .description('count the revenue anew from the histories of all subscriptions; goes on where it was ended')
  .action(async ({ restart }: { restart?: boolean }) =>
    (await import('./metrics.command.js')).rebuildMetrics(readConfig(), restart ?? false),
  );

program
  .command('documents')
  .description('what clients may run, where TRUSTED_DOCUMENTS is set')
  .command('write')
  .argument('<patterns...>', 'files or patterns of .graphql files')
  .option('--output <file>', 'the manifest', 'trusted-documents.json')
  .description('make a manifest from .graphql files')
  .action(async (patterns: string[], { output }: { output: string }) =>
    (await import('./documents.command.js')).writeDocuments(patterns, output),
  );

program
  .command('schema')
  .description('write schema.graphql')
  .option('--check', 'only fail when it is not up to date')
  .action(async ({ check }: { check?: boolean }) => {
    const { checkSchema, writeSchema } = await import('./schema.command.js');
    await (check ? checkSchema() : writeSchema());
  });

interface ReplayOptions extends Pick<ReplayChoice, 'since' | 'until' | 'limit' | 'all'> {
  readonly type?: string[];
  readonly id?: string[];
}

function toInstant(text: string): Date {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) throw new InvalidArgumentError('It is no instant, such as 2026-11-25T08:00Z.');
  return instant;
}

function toCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It is no whole number from 1.');
  return count;
}

try {
  loadEnvFile();
  await program.parseAsync();
} catch (error) {
  // A fault of the program shows where it is; anything else says in its message what to do.
  const isBug = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  console.error(error instanceof Error && !isBug ? `\n${error.message}\n` : error);
  process.exit(1);
}
