/** Why a stream of changes ended. */
export type LiveEnd = 'left' | 'finished' | 'too_slow' | 'expired' | 'too_old' | 'drained' | 'failed';

/** Told of what happens to live updates, for whoever counts. */
export interface LiveWatcher {
  /** A change was sent to one connection. */
  sent(): void;
  ended(why: LiveEnd): void;
}

/** What of live updates is looked at, in this process. */
export interface WatchedLive {
  connections(): number;
  /** Change streams that are open at MongoDB. */
  streams(): number;
}
