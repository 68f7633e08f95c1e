import { type ExecutionResult, type GraphQLFormattedError, GraphQLError } from 'graphql';
import type { OpenSubscription } from '../terms/live-request.js';
import type { LiveEnd } from '../terms/live-watcher.js';

/** A result as it is sent. */
export interface LiveResult {
  readonly data?: ExecutionResult['data'];
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface LiveResultsOptions {
  /** When the client's identity runs out. */
  readonly expiresAt: Date | null;
  /** The words in which an error leaves the server. */
  readonly inWords: (error: unknown) => GraphQLFormattedError;
}

const OVER = { done: true, value: undefined } as const;
/** The longest that a timer of Node can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const ENDS: Readonly<Record<string, LiveEnd>> = {
  LIVE_TOO_SLOW: 'too_slow',
  POSITION_TOO_OLD: 'too_old',
  UNAUTHENTICATED: 'expired',
};

/** What a client is sent: the one result of an operation, or a result of each change until the stream ends. */
export class LiveResults implements AsyncIterableIterator<LiveResult> {
  readonly #expiry: NodeJS.Timeout | undefined;
  #only: LiveResult | undefined;

  constructor(
    only: LiveResult,
    private readonly opened: OpenSubscription | undefined,
    private readonly options: LiveResultsOptions,
  ) {
    if (!opened) {
      this.#only = only;
      return;
    }
    const { expiresAt } = options;
    if (!expiresAt) return;
    const left = Math.min(LONGEST_TIMER_MS, Math.max(0, expiresAt.getTime() - Date.now()));
    this.#expiry = setTimeout(() => opened.stream.end(expired()), left);
  }

  /** Everything that changes after it will be sent; undefined for an operation with one result. */
  get position(): string | undefined {
    return this.opened?.stream.position;
  }

  /** Tells when the stream was ended, and why; not when the client left. */
  onEnd(tell: (why: LiveEnd) => void): void {
    void this.opened?.stream.closed.then((reason) => {
      const code = reason instanceof GraphQLError ? reason.extensions.code : undefined;
      if (reason) tell(ENDS[String(code)] ?? 'failed');
    });
  }

  async next(): Promise<IteratorResult<LiveResult>> {
    if (!this.opened) return this.#single();
    const { stream, answer } = this.opened;
    try {
      const { done, value: event } = await stream.next();
      if (done) return this.return();
      const { data, errors } = await answer(event.value);
      const said = errors ? { errors: errors.map((error) => this.options.inWords(error)) } : {};
      return { done: false, value: { data: data ?? null, ...said, extensions: { position: event.position } } };
    } catch (error) {
      await this.return();
      return { done: false, value: { errors: [this.options.inWords(error)] } };
    }
  }

  async return(): Promise<IteratorResult<LiveResult>> {
    clearTimeout(this.#expiry);
    await this.opened?.stream.return();
    return OVER;
  }

  async throw(error: unknown): Promise<IteratorResult<LiveResult>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #single(): IteratorResult<LiveResult> {
    const value = this.#only;
    this.#only = undefined;
    return value ? { done: false, value } : OVER;
  }
}

function expired(): GraphQLError {
  return new GraphQLError('The token has run out: subscribe again with a new one, and with `after`', {
    extensions: { code: 'UNAUTHENTICATED' },
  });
}
