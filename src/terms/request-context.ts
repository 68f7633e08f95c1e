import DataLoader from 'dataloader';
import type { LiveRequest } from './live-request.js';
import type { Projection } from './stored-fields.js';
import type { TenantScope } from './tenant-scope.js';
import { type Viewer, scopeOf } from './viewer.js';

/** What each GraphQL resolver gets: who asks, and the batches of this request. */
export interface RequestContext {
  readonly requestId: string;
  readonly viewer: Viewer;
  readonly loaders: RequestLoaders;
  /** Aborted when the request has run out of time: from then on nothing new may begin. */
  readonly abort: AbortController;
  /** Present where the answer may be a stream. */
  readonly live?: LiveRequest;
}

export function requestContext(requestId: string, viewer: Viewer, live?: LiveRequest): RequestContext {
  const abort = new AbortController();
  return { requestId, viewer, loaders: new RequestLoaders(viewer, abort.signal), abort, ...(live ? { live } : {}) };
}

/**
 * Reads many keys at once; answers in the order of the keys, null for what the scope does not hold.
 *
 * @param projection what is asked of each, where less than all is
 */
export type BatchRead<V> = (
  scope: TenantScope,
  keys: readonly string[],
  projection?: Projection,
) => Promise<readonly (V | null)[]>;

/**
 * The DataLoaders of one request, so that no answer outlives its request or viewer: one for each batch function and what
 * is asked of it.
 */
export class RequestLoaders {
  readonly #loaders = new Map<unknown, Map<unknown, unknown>>();

  constructor(
    private readonly viewer: Viewer,
    private readonly signal: AbortSignal,
  ) {}

  load<V>(read: BatchRead<V>, key: string, projection?: Projection): Promise<V | null> {
    let loaders = this.#loaders.get(read);
    if (!loaders) {
      loaders = new Map();
      this.#loaders.set(read, loaders);
    }
    let loader = loaders.get(projection) as DataLoader<string, V | null> | undefined;
    if (!loader) {
      loader = new DataLoader(async (keys: readonly string[]) => {
        this.signal.throwIfAborted();
        return read(scopeOf(this.viewer), keys, projection);
      });
      loaders.set(projection, loader);
    }
    return loader.load(key);
  }
}

/** Puts rows in the order of the keys that asked for them. */
export function inOrderOf<R>(keys: readonly string[], rows: readonly R[], keyOf: (row: R) => string): (R | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}
