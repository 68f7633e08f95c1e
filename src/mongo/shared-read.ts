import type { BatchRead } from '../terms/request-context.js';
import type { Projection } from '../terms/stored-fields.js';
import { EVERY_ORGANIZATION } from '../terms/tenant-scope.js';

interface Waiting<V> {
  readonly keys: Set<string>;
  readonly rows: Promise<ReadonlyMap<string, V | null>>;
}

/** Reads of one kind: one is under way, and whoever asks meanwhile waits together for the next. */
interface Lane<V> {
  underWay: Promise<unknown>;
  waiting: Waiting<V> | undefined;
}

/** No more keys go into one read, so that its answer stays of a size that others can wait for. */
const MOST_KEYS = 1_000;

/**
 * Lets requests that ask at the same time share a read, as a group commit does for writes: under load there are fewer
 * commands for the same answers. Nobody gets what was read before he asked, since only reads that have not begun are
 * shared. What one organization asks for is never read together with what another does.
 */
export function sharedRead<V>(read: BatchRead<V>): BatchRead<V> {
  const lanes = new Map<Projection | undefined, Lane<V>>();

  const begin = async (waiting: Waiting<V>['keys'], projection: Projection | undefined) => {
    const keys = [...waiting];
    const rows = await read(EVERY_ORGANIZATION, keys, projection);
    return new Map(keys.map((key, place) => [key, rows[place] ?? null]));
  };

  const join = (lane: Lane<V>, keys: readonly string[], projection: Projection | undefined): Waiting<V> => {
    const joined = lane.waiting;
    if (joined && joined.keys.size + keys.length <= MOST_KEYS) {
      for (const key of keys) joined.keys.add(key);
      return joined;
    }
    const wanted = new Set(keys);
    const rows = lane.underWay.then(() => {
      if (lane.waiting === waiting) lane.waiting = undefined;
      return begin(wanted, projection);
    });
    const waiting: Waiting<V> = { keys: wanted, rows };
    lane.waiting = waiting;
    const ended = rows.then(
      () => undefined,
      () => undefined,
    );
    lane.underWay = ended;
    // Projections are as many as operations: an idle lane is not kept.
    void ended.then(() => {
      if (lane.underWay === ended) lanes.delete(projection);
    });
    return waiting;
  };

  return async (scope, keys, projection) => {
    if (scope !== EVERY_ORGANIZATION) return read(scope, keys, projection);
    let lane = lanes.get(projection);
    if (!lane) {
      lane = { underWay: Promise.resolve(), waiting: undefined };
      lanes.set(projection, lane);
    }
    const rows = await join(lane, keys, projection).rows;
    return keys.map((key) => rows.get(key) ?? null);
  };
}
