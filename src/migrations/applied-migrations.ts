import type { Collection, Connection } from 'mongoose';
import { isDuplicateKey } from '../mongo/duplicate-key.js';

/** A migration that this database has been through. */
export interface AppliedMigration {
  /** Its name. */
  readonly _id: string;
  readonly is_additive: boolean;
  readonly applied_at: Date;
  readonly duration_ms: number;
  /** Host and process id. */
  readonly by: string;
}

/** What was done to the database, in the collection `migrations`. */
export class AppliedMigrations {
  readonly #migrations: Collection<AppliedMigration>;

  constructor(connection: Connection) {
    this.#migrations = connection.collection<AppliedMigration>('migrations');
  }

  /** In the order of their names. */
  list(): Promise<AppliedMigration[]> {
    return this.#migrations.find({}, { sort: { _id: 1 } }).toArray();
  }

  /** A process that lost the lock, and was overtaken, may be the second to say so. */
  async add(migration: AppliedMigration): Promise<void> {
    try {
      await this.#migrations.insertOne(migration);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
