/** What a collection tells the store before each change: how to take it back, and what to write. */
export interface Transaction {
  /** @throws Error outside a transaction: such a change would be lost on a restart */
  changed(kind: string, id: string, undo: () => void): void;
  nextSequence(): number;
}

interface Entry<T> {
  readonly sequence: number;
  readonly object: T;
}

/** All objects of one kind, in the order of their creation. Objects are replaced, never changed in place. */
export class Collection<T extends { readonly id: string }> {
  readonly #entries = new Map<string, Entry<T>>();

  constructor(
    readonly kind: string,
    private readonly transaction: Transaction,
  ) {}

  get size(): number {
    return this.#entries.size;
  }

  get(id: string): T | undefined {
    return this.#entries.get(id)?.object;
  }

  /** @throws Error when there is none: for references that the sandbox itself wrote */
  require(id: string): T {
    const object = this.get(id);
    if (object === undefined) throw new Error(`The sandbox lost ${this.kind} ${id}`);
    return object;
  }

  /** Adds the object, or puts it in the place of the one with its id. */
  put(object: T): T {
    const before = this.#entries.get(object.id);
    this.transaction.changed(this.kind, object.id, () => this.#restore(object.id, before));
    this.#entries.set(object.id, { sequence: before?.sequence ?? this.transaction.nextSequence(), object });
    return object;
  }

  remove(id: string): void {
    const before = this.#entries.get(id);
    if (before === undefined) return;
    this.transaction.changed(this.kind, id, () => this.#restore(id, before));
    this.#entries.delete(id);
  }

  /** All objects that pass `keep`, the newest first, as Stripe's lists have them. */
  newestFirst(keep: (object: T) => boolean = () => true): T[] {
    const kept: T[] = [];
    for (const { object } of this.#entries.values()) if (keep(object)) kept.push(object);
    return kept.reverse();
  }

  find(wanted: (object: T) => boolean): T | undefined {
    for (const entry of this.#entries.values()) if (wanted(entry.object)) return entry.object;
    return undefined;
  }

  /** For the store, at start: takes over a row of the journal. */
  load(sequence: number, object: T): void {
    this.#entries.set(object.id, { sequence, object });
  }

  /** For the store, at commit: what is to be written for this id. */
  row(id: string): { sequence: number; body: string } | undefined {
    const entry = this.#entries.get(id);
    return entry && { sequence: entry.sequence, body: JSON.stringify(entry.object) };
  }

  /** The map's own order is that of creation; an entry that comes back stands at its end. */
  #sort(): void {
    const entries = [...this.#entries].sort(([, left], [, right]) => left.sequence - right.sequence);
    this.#entries.clear();
    for (const [id, entry] of entries) this.#entries.set(id, entry);
  }

  #restore(id: string, before: Entry<T> | undefined): void {
    const isRemoved = !this.#entries.has(id);
    if (before === undefined) this.#entries.delete(id);
    else this.#entries.set(id, before);
    if (before !== undefined && isRemoved) this.#sort();
  }
}
