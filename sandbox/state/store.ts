import { Collection, type Transaction } from './collection.js';
import type { Change, Journal } from './journal.js';

interface OpenTransaction {
  readonly undo: (() => void)[];
  readonly touched: Map<string, { kind: string; id: string }>;
  readonly afterCommit: (() => void)[];
}

/** The working state: maps in memory, written through to the journal at the end of each transaction. */
export class Store {
  readonly #collections = new Map<string, { row(id: string): { sequence: number; body: string } | undefined }>();
  readonly #kept = new Map<string, { sequence: number; body: string }[]>();
  #sequence = 0;
  #open: OpenTransaction | undefined;

  constructor(private readonly journal: Journal) {
    for (const row of journal.rows()) {
      const rows = this.#kept.get(row.kind) ?? [];
      rows.push(row);
      this.#kept.set(row.kind, rows);
      this.#sequence = Math.max(this.#sequence, row.sequence);
    }
  }

  /** The collection of a kind, filled with what the journal kept of it. Asked for once per kind. */
  collection<T extends { readonly id: string }>(kind: string): Collection<T> {
    if (this.#collections.has(kind)) throw new Error(`The collection ${kind} exists already`);
    const transaction: Transaction = {
      changed: (changedKind, id, undo) => this.#changed(changedKind, id, undo),
      nextSequence: () => ++this.#sequence,
    };
    const collection = new Collection<T>(kind, transaction);
    for (const row of this.#kept.get(kind) ?? []) collection.load(row.sequence, JSON.parse(row.body) as T);
    this.#kept.delete(kind);
    this.#collections.set(kind, collection);
    return collection;
  }

  /**
   * Runs `work`, writes what it changed, and then runs what it asked for by `afterCommit`. When `work` throws, nothing
   * has changed. A transaction inside another is a part of it that can fail for itself.
   */
  transaction<R>(work: () => R): R {
    if (this.#open !== undefined) return part(this.#open, work);
    const open: OpenTransaction = { undo: [], touched: new Map(), afterCommit: [] };
    this.#open = open;
    let result: R;
    try {
      result = work();
      this.journal.write([...open.touched.values()].map(({ kind, id }) => this.#change(kind, id)));
    } catch (error) {
      takeBack(open, 0);
      throw error;
    } finally {
      this.#open = undefined;
    }
    for (const run of open.afterCommit) run();
    return result;
  }

  /** Runs `work` inside the open transaction and takes all its changes back: for what would happen if. */
  rehearse<R>(work: () => R): R {
    const open = this.#required();
    const undos = open.undo.length;
    const afterwards = open.afterCommit.length;
    try {
      return work();
    } finally {
      takeBack(open, undos);
      open.afterCommit.length = afterwards;
    }
  }

  /** Runs `work` once the open transaction is written, and never when it fails. */
  afterCommit(work: () => void): void {
    this.#required().afterCommit.push(work);
  }

  close(): void {
    this.journal.close();
  }

  #changed(kind: string, id: string, undo: () => void): void {
    const open = this.#required();
    open.undo.push(undo);
    open.touched.set(`${kind} ${id}`, { kind, id });
  }

  #change(kind: string, id: string): Change {
    const row = this.#collections.get(kind)?.row(id);
    return row === undefined ? { kind, id, removed: true } : { kind, id, ...row };
  }

  #required(): OpenTransaction {
    if (this.#open === undefined) throw new Error('A change of the sandbox outside a transaction');
    return this.#open;
  }
}

function part<R>(open: OpenTransaction, work: () => R): R {
  const undos = open.undo.length;
  const afterwards = open.afterCommit.length;
  try {
    return work();
  } catch (error) {
    takeBack(open, undos);
    open.afterCommit.length = afterwards;
    throw error;
  }
}

function takeBack(open: OpenTransaction, until: number): void {
  for (const undo of open.undo.splice(until).reverse()) undo();
}
