import type { MigrationState } from '../migrations/migrator.js';
import { titleOf } from '../mongo/index-differences.js';
import { type Finding, fault, ok, warning } from './finding.js';

/** Whether the database is where this version needs it. */
export function migrationFinding({ applied, pending, unknown }: MigrationState, migratesAtStart: boolean): Finding {
  const refused = unknown.filter(({ is_additive }) => !is_additive);
  if (refused.length > 0) {
    return fault(
      'migrations',
      `A newer version has migrated the database (${namesOf(refused)}); this one does not start on it`,
      'Use that version or a newer one',
    );
  }
  if (pending.length > 0) {
    const message = `Not done yet: ${pending.map(({ name }) => name).join(', ')}`;
    return migratesAtStart
      ? warning('migrations', message, 'Start the engine, which does it, or run `revenue-engine migrate`')
      : fault('migrations', `${message}; the engine does not start`, 'Run `revenue-engine migrate`');
  }
  if (unknown.length > 0) {
    const message = `A newer version has added to the database (${namesOf(unknown)}), over which this one may go on`;
    return ok('migrations', message);
  }
  return ok('migrations', `All ${applied.length} are done`);
}

export function indexFinding({ indexes }: MigrationState, migratesAtStart: boolean): Finding {
  if (indexes.length === 0) return ok('indexes', 'All are as declared');
  const named = (isMissing: boolean) => indexes.filter(({ there }) => (there === null) === isMissing).map(titleOf);
  const [missing, other] = [named(true), named(false)];
  const parts = [
    ...(missing.length > 0 ? [`are missing: ${missing.join(', ')}`] : []),
    ...(other.length > 0 ? [`are not as the engine declares them: ${other.join(', ')}`] : []),
  ];
  return fault(
    'indexes',
    `Indexes ${parts.join('; others ')}; reads are slow, and what has to be unique need not be`,
    `${migratesAtStart ? 'Start the engine, or run' : 'Run'} \`revenue-engine migrate\`, which makes them or says why not`,
  );
}

function namesOf(migrations: MigrationState['unknown']): string {
  return migrations.map(({ _id }) => _id).join(', ');
}
