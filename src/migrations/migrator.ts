import { hostname } from 'node:os';
import type { Connection } from 'mongoose';
import type { DeclaredIndexes } from '../mongo/declared-indexes.js';
import { type IndexDifference, indexDifferences, titleOf } from '../mongo/index-differences.js';
import { mendIndexes } from '../mongo/mend-indexes.js';
import type { Migration } from '../mongo/migration.js';
import { type AppliedMigration, AppliedMigrations } from './applied-migrations.js';
import { DatabaseIsNewer, MigrationFailed, MigrationsPending } from './migration-failure.js';
import { type LockOptions, MigrationLock } from './migration-lock.js';

/** How the database stands to this version. */
export interface MigrationState {
  /** In the order of their names. */
  readonly applied: readonly AppliedMigration[];
  readonly pending: readonly Migration[];
  /** Applied by a newer version. */
  readonly unknown: readonly AppliedMigration[];
  /** Indexes that are to be made or replaced; none for a version that is not the newest: they are not its own to say. */
  readonly indexes: readonly IndexDifference[];
}

/** Told of what happens. */
export interface MigrationWatcher {
  /** Another process holds the lock. */
  readonly onWaiting?: (by: string) => void;
  readonly onProgress?: (migration: Migration, done: number, expected: number) => void;
  readonly onApplied?: (migration: AppliedMigration) => void;
  /** Indexes were made or replaced, by collection and name. */
  readonly onIndexes?: (titles: readonly string[]) => void;
}

const INDEX_NOT_FOUND = 27;
const NAMESPACE_NOT_FOUND = 26;

/**
 * Brings the database to where this version needs it: each migration once, whichever of the processes does it, then the
 * indexes as they are declared. See docs/decisions/0020.
 */
export class Migrator {
  readonly #migrations: readonly Migration[];
  readonly #applied: AppliedMigrations;
  readonly #lock: MigrationLock;
  readonly #by = `${hostname()}:${process.pid}`;

  /** @throws Error for two migrations of one number */
  constructor(
    private readonly connection: Connection,
    migrations: readonly Migration[],
    private readonly declared: readonly DeclaredIndexes[],
    options: LockOptions,
  ) {
    this.#migrations = inOrder(migrations);
    this.#applied = new AppliedMigrations(connection);
    this.#lock = new MigrationLock(connection, options, this.#by);
  }

  /** Looks, and changes nothing. */
  async state(): Promise<MigrationState> {
    const applied = await this.#applied.list();
    const done = new Set(applied.map(({ _id }) => _id));
    const known = new Set(this.#migrations.map(({ name }) => name));
    const unknown = applied.filter(({ _id }) => !known.has(_id));
    const pending = this.#migrations.filter(({ name }) => !done.has(name));
    const indexes = unknown.length > 0 ? [] : (await Promise.all(this.declared.map(indexDifferences))).flat();
    return { applied, pending, unknown, indexes };
  }

  /** @throws DatabaseIsNewer, MigrationsPending */
  async assertUpToDate(): Promise<void> {
    const pending = pendingIn(await this.#usableState());
    if (pending.length > 0) throw new MigrationsPending(pending);
  }

  /**
   * Does what is pending, and waits where another process is at it.
   *
   * @throws DatabaseIsNewer, MigrationLockTaken, MigrationFailed
   */
  async run(watcher: MigrationWatcher = {}): Promise<void> {
    if (pendingIn(await this.#usableState()).length === 0) return;
    await this.#lock.hold(
      async (signal) => {
        // Another process may have done it while this one waited.
        for (const migration of (await this.#usableState()).pending) await this.#apply(migration, signal, watcher);
        // Afterwards, for a migration may remove what a unique index does not allow.
        const { indexes } = await this.state();
        await mendIndexes(indexes);
        if (indexes.length > 0) watcher.onIndexes?.(indexes.map(titleOf));
      },
      (by) => watcher.onWaiting?.(by),
    );
  }

  async #usableState(): Promise<MigrationState> {
    const state = await this.state();
    if (state.unknown.some(({ is_additive }) => !is_additive)) throw new DatabaseIsNewer(state.unknown);
    return state;
  }

  async #apply(migration: Migration, signal: AbortSignal, watcher: MigrationWatcher): Promise<void> {
    const begunAt = performance.now();
    try {
      signal.throwIfAborted();
      await migration.run({
        connection: this.connection,
        dropIndex: (collection, name) => this.#dropIndex(collection, name),
        progress: (done, expected) => watcher.onProgress?.(migration, done, expected),
        signal,
      });
      signal.throwIfAborted();
    } catch (error) {
      throw new MigrationFailed(migration, error);
    }
    const applied = {
      _id: migration.name,
      is_additive: migration.isAdditive,
      applied_at: new Date(),
      duration_ms: Math.round(performance.now() - begunAt),
      by: this.#by,
    };
    await this.#applied.add(applied);
    watcher.onApplied?.(applied);
  }

  async #dropIndex(collection: string, name: string): Promise<void> {
    try {
      await this.connection.collection(collection).dropIndex(name);
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      if (code !== INDEX_NOT_FOUND && code !== NAMESPACE_NOT_FOUND) throw error;
    }
  }
}

/** What there is to do, in words. */
export function pendingIn({ pending, indexes }: MigrationState): string[] {
  return [...pending.map(({ name }) => name), ...indexes.map((each) => `index ${titleOf(each)}`)];
}

function inOrder(migrations: readonly Migration[]): readonly Migration[] {
  const numbers = migrations.map(({ name }) => /^\d{4}(?=-[a-z0-9-]+$)/.exec(name)?.[0] ?? name);
  const wrong = numbers.find((number, place) => number.length !== 4 || numbers.indexOf(number) !== place);
  if (wrong !== undefined) {
    throw new Error(`Migrations are named by a number of their own and words, such as 0001-a-change; see ${wrong}`);
  }
  return migrations.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
