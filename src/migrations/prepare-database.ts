import type { Logger } from 'pino';
import type { Migrator } from './migrator.js';

/**
 * What a start does about migrations: it does what is pending, or only looks.
 *
 * @throws DatabaseIsNewer, MigrationsPending, MigrationLockTaken, MigrationFailed
 */
export async function prepareDatabase(migrator: Migrator, mayMigrate: boolean, logger: Logger): Promise<void> {
  if (!mayMigrate) return migrator.assertUpToDate();
  return migrator.run({
    onWaiting: (by) => logger.info({ by }, 'another process migrates the database; this one waits for it'),
    onApplied: ({ _id, duration_ms }) => logger.info({ migration: _id, durationMs: duration_ms }, 'migration applied'),
    onIndexes: (indexes) => logger.info({ indexes }, 'indexes made'),
  });
}
