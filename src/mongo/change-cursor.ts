import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { NoPosition, lastingFailure } from './change-failure.js';

/** That something changed; what it is now is read where it is wanted. */
export interface Change {
  readonly position: string;
  /** The `_id` of the document. */
  readonly key: string;
}

export interface WatchedCollection {
  readonly collection: mongo.Collection;
  /** Fields in which a change alone is nobody's news. */
  readonly bookkeeping: readonly string[];
  /** Told of each failure that is tried again. */
  readonly onTrouble: (error: unknown) => void;
}

/** How long the server waits for a change before it says that there is none: a cursor that is closed lives on for it. */
const LONGEST_WAIT_MS = 1000;
/** The most changes that are handed on together. */
const LARGEST_GROUP = 500;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

/**
 * The changes of a collection from a position on, in order, each once. Outages are waited for: it goes on where it was.
 * Positions are resume tokens, whose text is made to be compared.
 * https://www.mongodb.com/docs/manual/changeStreams/#resume-tokens
 */
export class ChangeCursor {
  #stream: mongo.ChangeStream | undefined;
  #first: Promise<mongo.Document | null> | undefined;
  #position: string | undefined;
  #isProven = false;
  #isClosed = false;

  constructor(
    private readonly watched: WatchedCollection,
    /** What was changed up to it is left out; now when absent. */
    from?: string,
  ) {
    if (from !== undefined && !/^[0-9A-F]{16,4000}$/.test(from)) throw new NoPosition();
    this.#position = from;
  }

  /** Everything up to it has been read. */
  get position(): string {
    return this.#position ?? '';
  }

  /**
   * Resolves once everything that changes from now on will be read.
   *
   * @throws PositionTooOld, NoPosition, MongoServerError where MongoDB has no change streams for us
   */
  async open(): Promise<void> {
    await this.#persist(async () => undefined);
  }

  /**
   * The next changes; none when nothing came for a while.
   *
   * @throws PositionTooOld
   */
  async read(): Promise<readonly Change[]> {
    const changes = await this.#persist((stream) => this.#group(stream));
    return changes ?? [];
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#drop();
  }

  /** Tries again for as long as a failure may pass, from the position that was reached. */
  async #persist<T>(work: (stream: mongo.ChangeStream) => Promise<T>): Promise<T | undefined> {
    for (let wait = FIRST_PAUSE_MS; !this.#isClosed; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      try {
        return await work(this.#stream ?? (await this.#begin()));
      } catch (error) {
        if (this.#isClosed) return undefined;
        await this.#drop();
        const lasting = lastingFailure(error, this.#position, this.#isProven);
        if (lasting) throw lasting;
        this.watched.onTrouble(error);
        await pause(wait);
      }
    }
    return undefined;
  }

  async #begin(): Promise<mongo.ChangeStream> {
    const { collection, bookkeeping } = this.watched;
    const stream = collection.watch(newsOnly(bookkeeping), {
      maxAwaitTimeMS: LONGEST_WAIT_MS,
      ...(this.#position === undefined ? {} : { resumeAfter: { _data: this.#position } }),
    });
    this.#stream = stream;
    // The first read begins the cursor, and may then wait for a change; that it has begun shows by its position.
    const begun = once(stream, 'resumeTokenChanged');
    begun.catch(() => undefined);
    this.#first = stream.tryNext();
    this.#first.catch(() => undefined);
    await Promise.race([begun, this.#first]);
    this.#position ??= positionOf(stream.resumeToken);
    this.#isProven = true;
    return stream;
  }

  async #group(stream: mongo.ChangeStream): Promise<Change[]> {
    const changes: Change[] = [];
    let next: mongo.Document | null = await (this.#first ?? stream.tryNext());
    this.#first = undefined;
    while (next) {
      changes.push({ position: positionOf(next._id), key: String(next.documentKey._id) });
      const isMore: boolean = stream.bufferedCount() > 0 && changes.length < LARGEST_GROUP;
      next = isMore ? await stream.tryNext() : null;
    }
    this.#position = positionOf(stream.resumeToken);
    return changes;
  }

  async #drop(): Promise<void> {
    const stream = this.#stream;
    this.#stream = undefined;
    this.#first = undefined;
    // A server that cannot be reached forgets the cursor by itself.
    await stream?.close().catch(() => undefined);
  }
}

/** Only that something changed, and only where it is more than the engine's own bookkeeping. */
function newsOnly(bookkeeping: readonly string[]): mongo.Document[] {
  const names = { $map: { input: { $objectToArray: '$updateDescription.updatedFields' }, in: '$$this.k' } };
  const sizeOf = (list: string) => ({ $size: { $ifNull: [list, []] } });
  const isNews = {
    $or: [
      { $gt: [{ $size: { $setDifference: [{ $ifNull: [names, []] }, bookkeeping] } }, 0] },
      { $gt: [sizeOf('$updateDescription.removedFields'), 0] },
      { $gt: [sizeOf('$updateDescription.truncatedArrays'), 0] },
    ],
  };
  return [
    {
      $match: {
        $or: [{ operationType: { $in: ['insert', 'replace'] } }, { operationType: 'update', $expr: isNews }],
      },
    },
    { $project: { _id: 1, documentKey: 1 } },
  ];
}

function positionOf(token: unknown): string {
  const data = (token as { readonly _data?: unknown } | null | undefined)?._data;
  if (typeof data !== 'string') throw new Error('MongoDB gave no resume token');
  return data;
}
