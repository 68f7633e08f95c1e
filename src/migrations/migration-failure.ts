import type { Migration } from '../mongo/migration.js';
import type { AppliedMigration } from './applied-migrations.js';

/** The database is newer than this version, which could do harm to it. */
export class DatabaseIsNewer extends Error {
  constructor(unknown: readonly AppliedMigration[]) {
    const names = unknown.map(({ _id }) => _id).join(', ');
    super(
      `A newer version has migrated the database (${names}), and this version does not know how to work with it. ` +
        'Migrations go forward only: start that version or a newer one, or restore the backup from before',
    );
    this.name = 'DatabaseIsNewer';
  }
}

/** The database is older than this version, and the configuration says that nobody migrates at the start. */
export class MigrationsPending extends Error {
  constructor(pending: readonly string[]) {
    super(
      `The database is not up to date: ${pending.join(', ')}. ` +
        'Run `revenue-engine migrate`, or set MIGRATE_AT_START=true, so that a start does it',
    );
    this.name = 'MigrationsPending';
  }
}

/** Another process is at the migrations for longer than this one may wait. */
export class MigrationLockTaken extends Error {
  constructor(by: string, since: Date, waitMs: number) {
    super(
      `${by} migrates the database since ${since.toISOString()}, longer than this process waits ` +
        `(${waitMs / 1000} s, MIGRATION_WAIT_SECONDS). Start again when it is done, which \`revenue-engine migrate ` +
        '--list` shows. If it is dead, its lock runs out by itself; do not remove it',
    );
    this.name = 'MigrationLockTaken';
  }
}

export class MigrationFailed extends Error {
  constructor({ name }: Migration, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The migration ${name} failed: ${reason}. What it has done stays and does no harm; mend the cause and run ` +
        '`revenue-engine migrate` again',
      { cause },
    );
    this.name = 'MigrationFailed';
  }
}
