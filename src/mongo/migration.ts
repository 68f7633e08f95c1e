import type { Connection } from 'mongoose';

/** What a migration works with. */
export interface MigrationRun {
  readonly connection: Connection;
  /** Removes an index that is no longer declared; nothing happens where there is none. */
  readonly dropIndex: (collection: string, name: string) => Promise<void>;
  /** Says how far it has come, of about how much. */
  readonly progress: (done: number, expected: number) => void;
  /** Aborted when the lock was lost, because the process stood still for too long: another one may be at it then. */
  readonly signal: AbortSignal;
}

/**
 * A change of what is stored, made once by one process. It may be ended at any moment and is then run again from its
 * beginning, also while its first run still has a write under way: what was done already must not be done twice. It goes
 * forward only.
 */
export interface Migration {
  /** Four digits, by which migrations are in order, and words: `0001-histories-begin`. It never changes. */
  readonly name: string;
  /** What it does, for people. */
  readonly summary: string;
  /** Whether processes that do not know of it may go on, and start, over what it leaves: it only adds. */
  readonly isAdditive: boolean;
  run(run: MigrationRun): Promise<void>;
}
