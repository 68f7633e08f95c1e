import { LRUCache } from 'lru-cache';

/** How many are remembered; the longest unused are forgotten. */
const MOST_REMEMBERED = 10_000;

/** Remembers by id what never changes once it is there, so that it is looked up once by each process. */
export class KnownById<V extends object | string> {
  readonly #known = new LRUCache<string, V>({ max: MOST_REMEMBERED });

  /** @param look gives those that are there; the others are looked for again the next time */
  constructor(private readonly look: (ids: readonly string[]) => Promise<ReadonlyMap<string, V>>) {}

  /** Those of the ids that are there. */
  async of(ids: readonly string[]): Promise<ReadonlyMap<string, V>> {
    const unique = [...new Set(ids)];
    const missing = unique.filter((id) => !this.#known.has(id));
    const found = missing.length > 0 ? await this.look(missing) : new Map<string, V>();
    for (const [id, value] of found) this.#known.set(id, value);
    return new Map(
      unique.flatMap((id) => {
        const value = found.get(id) ?? this.#known.get(id);
        return value === undefined ? [] : [[id, value] as const];
      }),
    );
  }
}
