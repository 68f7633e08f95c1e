import type { Config } from '../config.js';
import type { AppliedMigration } from '../migrations/applied-migrations.js';
import { type MigrationState, type Migrator, pendingIn } from '../migrations/migrator.js';
import { withApp } from './engine-parts.js';
import { type Progress, showProgress } from './progress.js';

export interface MigrateOptions {
  readonly check?: boolean;
  readonly list?: boolean;
}

/**
 * Brings the database to where this version needs it, or says how it stands.
 *
 * @returns false when something is pending that was to be checked for
 */
export function migrate(config: Config, { check, list }: MigrateOptions): Promise<boolean> {
  return withApp(config, async ({ migrator }) => {
    if (!check && !list) return run(migrator);
    const state = await migrator.state();
    const pending = pendingIn(state);
    if (list) console.log(listOf(state).join('\n'));
    else console.log(pending.length === 0 ? 'Nothing is pending' : `Pending: ${pending.join(', ')}`);
    return !check || pending.length === 0;
  });
}

async function run(migrator: Migrator): Promise<true> {
  const bars = new Map<string, Progress>();
  const endBars = () => {
    for (const bar of bars.values()) bar.end();
  };
  let count = 0;
  await migrator
    .run({
      onWaiting: (by) => console.error(`${by} migrates the database; this process waits for it`),
      onProgress: ({ name }, done, expected) => {
        if (expected === 0) return;
        const bar = bars.get(name) ?? showProgress(name, expected);
        bars.set(name, bar);
        bar.show(done);
      },
      onApplied: (migration) => {
        endBars();
        count += 1;
        console.log(applied(migration));
      },
      onIndexes: (titles) => console.log(`indexes made: ${titles.join(', ')}`),
    })
    .finally(endBars);
  console.log(`${count} migrations applied; the database is up to date`);
  return true;
}

function listOf({ applied: done, pending, unknown, indexes }: MigrationState): string[] {
  const isUnknown = (migration: AppliedMigration) => unknown.includes(migration);
  const ofIndexes = pendingIn({ applied: [], pending: [], unknown: [], indexes });
  return [
    ...done.map((each) => `${applied(each)}${isUnknown(each) ? ' (of a newer version)' : ''}`),
    ...pending.map(({ name, summary }) => `${name}  pending: ${summary}`),
    ...ofIndexes.map((title) => `${title}  pending`),
  ];
}

function applied({ _id, applied_at, duration_ms, by }: AppliedMigration): string {
  return `${_id}  ${applied_at.toISOString()}, ${duration_ms} ms, by ${by}`;
}
