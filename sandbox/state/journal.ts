import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** One kept object; `sequence` gives the order of creation over all kinds. */
export interface Row {
  readonly kind: string;
  readonly id: string;
  readonly sequence: number;
  readonly body: string;
}

/** A change of one row: its new content, or its removal. */
export type Change = Row | { readonly kind: string; readonly id: string; readonly removed: true };

/** The SQLite file behind the working state: what `write` returned from survives the end of the process. */
export class Journal {
  readonly #database: DatabaseSync;

  /**
   * @param file the SQLite file, made together with its folder when missing; in memory when absent
   * @throws Error when another process has the file open
   */
  constructor(file: string | undefined) {
    if (file !== undefined) mkdirSync(dirname(file), { recursive: true });
    this.#database = new DatabaseSync(file ?? ':memory:');
    // Exclusive: two sandboxes over one file would each miss what the other writes.
    this.#database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS rows (kind TEXT, id TEXT, sequence INTEGER, body TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID',
    );
  }

  /** All rows in the order of their creation. */
  *rows(): Iterable<Row> {
    for (const row of this.#database.prepare('SELECT kind, id, sequence, body FROM rows ORDER BY sequence').iterate()) {
      yield { kind: String(row.kind), id: String(row.id), sequence: Number(row.sequence), body: String(row.body) };
    }
  }

  /** Writes all changes or, when it throws, none. */
  write(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const put = this.#database.prepare('INSERT OR REPLACE INTO rows (kind, id, sequence, body) VALUES (?, ?, ?, ?)');
    const remove = this.#database.prepare('DELETE FROM rows WHERE kind = ? AND id = ?');
    this.#database.exec('BEGIN');
    try {
      for (const change of changes) {
        if ('removed' in change) remove.run(change.kind, change.id);
        else put.run(change.kind, change.id, change.sequence, change.body);
      }
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#database.close();
  }
}
