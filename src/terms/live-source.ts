import type { TenantScope } from './tenant-scope.js';

/** One change, as those who follow it get it. */
export interface LiveEvent<T = unknown> {
  /** What is stored now of what changed. */
  readonly value: T;
  /** Where the change stands among all changes; whoever gives it as `after` gets what came later. */
  readonly position: string;
}

/** Changes as they come, until whoever reads them returns, or somebody ends them. */
export interface LiveStream<T = unknown> extends AsyncIterableIterator<LiveEvent<T>> {
  /** Everything that changes after it is in the stream. */
  readonly position: string;
  /** Resolves once nothing more will come, with the reason where somebody ended it. */
  readonly closed: Promise<Error | undefined>;
  return(): Promise<IteratorResult<LiveEvent<T>>>;
  /** The reader gets `reason` thrown instead of the next change. */
  end(reason: Error): void;
}

/** Opens the stream of one field of `Subscription`. */
export type LiveSource = (args: Readonly<Record<string, unknown>>, asked: LiveAsked) => Promise<LiveStream>;

export interface LiveAsked {
  readonly scope: TenantScope;
  /** Begin after this position instead of now. */
  readonly after: string | undefined;
  /** Aborted when nobody waits for the stream any more; one that is open then ends. */
  readonly signal: AbortSignal;
}

/** The sources by the names of their fields. */
export type LiveSources = Readonly<Record<string, LiveSource>>;
