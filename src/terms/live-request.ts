import type { ExecutionResult } from 'graphql';
import type { LiveSources, LiveStream } from './live-source.js';
import type { RequestContext } from './request-context.js';
import { scopeOf } from './viewer.js';

/** A subscription that has begun. */
export interface OpenSubscription {
  readonly stream: LiveStream;
  /** What the client selected of a change. */
  answer(value: unknown): Promise<ExecutionResult>;
}

/** A request whose answer may be a stream: where the execution finds sources, and leaves what it has opened. */
export class LiveRequest {
  opened: OpenSubscription | undefined;

  /**
   * @param mayOnlySubscribe whether it came by GET, which must change nothing
   * @param lastEventId where the client's last stream broke off, as EventSource says it
   */
  constructor(
    private readonly sources: LiveSources,
    readonly mayOnlySubscribe: boolean,
    private readonly lastEventId: string | undefined,
  ) {}

  open(
    field: string,
    args: Readonly<Record<string, unknown>>,
    { viewer, abort }: Pick<RequestContext, 'viewer' | 'abort'>,
  ): Promise<LiveStream> {
    const source = this.sources[field];
    if (!source) throw new Error(`No room has a source for ${field}`);
    // A client that reconnects by itself repeats its arguments; where it broke off stands in the header.
    const after = this.lastEventId ?? args.after;
    return source(args, {
      scope: scopeOf(viewer),
      after: typeof after === 'string' ? after : undefined,
      signal: abort.signal,
    });
  }
}
