import type { LiveStream } from '../terms/live-source.js';
import { EVERY_ORGANIZATION, type TenantScope } from '../terms/tenant-scope.js';
import { type Change, ChangeCursor, type WatchedCollection } from './change-cursor.js';
import { ChangeFollower } from './change-follower.js';
import { type ChangeSource, type ChangeTopic, EVERYTHING } from './change-source.js';
import { readChanged } from './changed-records.js';
import { Turnstile } from './turnstile.js';

export interface FeedOptions {
  /** The most changes that wait for one follower. */
  readonly mostWaiting: number;
  /** Told of each failure that is tried again. */
  readonly onTrouble: (error: unknown) => void;
}

export interface Following {
  readonly scope: TenantScope;
  readonly topic: ChangeTopic;
  /** Begin after this position instead of now. */
  readonly after: string | undefined;
  /** Aborted when nobody waits for the stream any more. */
  readonly signal: AbortSignal;
}

interface Member<R> {
  readonly follower: ChangeFollower<R>;
  readonly scope: TenantScope;
}

/** How many followers of one collection catch up at a time: each has a change stream of its own until it has. */
const MOST_CATCHING_UP = 4;

/**
 * The changes of one collection, for everybody in this process who follows them: one change stream while there is
 * anybody, none else. What changed is read once, whoever gets it, after the change: what is sent is what is stored by then.
 */
export class ChangeFeed<R> {
  readonly #members = new Map<ChangeTopic, Set<Member<R>>>();
  readonly #catchingUp = new Turnstile(MOST_CATCHING_UP);
  #cursor: ChangeCursor | undefined;
  #opening: Promise<void> | undefined;
  /** Everything up to it has been handed to the members. */
  #position = '';
  #isRunning = false;
  #followers = 0;
  #streams = 0;

  constructor(
    private readonly source: ChangeSource<R>,
    private readonly options: FeedOptions,
  ) {}

  /** Change streams that are open now. */
  get streams(): number {
    return this.#streams;
  }

  /**
   * Resolves once everything that changes from now on, or after the given position, will be in the stream.
   *
   * @throws PositionTooOld, NoPosition
   */
  async follow({ scope, topic, after, signal }: Following): Promise<LiveStream<R>> {
    const follower = new ChangeFollower<R>(this.options.mostWaiting);
    const member = { follower, scope };
    this.#followers += 1;
    void follower.closed.then(() => this.#left(topic, member));
    const giveUp = () => void follower.return();
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    try {
      await this.#open();
      if (after === undefined || after === this.#position) this.#join(topic, member);
      else await this.#catchUp(topic, member, after);
    } catch (error) {
      await follower.return();
      throw error;
    }
    return follower;
  }

  #join(topic: ChangeTopic, member: Member<R>): void {
    member.follower.position ||= this.#position;
    if (member.follower.isOver) return;
    const members = this.#members.get(topic) ?? new Set();
    this.#members.set(topic, members.add(member));
  }

  #left(topic: ChangeTopic, member: Member<R>): void {
    const members = this.#members.get(topic);
    members?.delete(member);
    if (members?.size === 0) this.#members.delete(topic);
    this.#followers -= 1;
    if (this.#followers === 0) void this.#close();
  }

  #open(): Promise<void> {
    this.#opening ??= this.#begin();
    return this.#opening;
  }

  async #begin(): Promise<void> {
    const cursor = this.#newCursor();
    this.#cursor = cursor;
    this.#streams += 1;
    try {
      await cursor.open();
      if (this.#cursor !== cursor) return;
      this.#position = cursor.position;
      this.#isRunning = true;
      void this.#run(cursor);
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  async #close(): Promise<void> {
    const cursor = this.#cursor;
    this.#cursor = undefined;
    this.#opening = undefined;
    this.#isRunning = false;
    if (!cursor) return;
    await cursor.close();
    this.#streams -= 1;
  }

  async #run(cursor: ChangeCursor): Promise<void> {
    try {
      while (this.#cursor === cursor) {
        const changes = await cursor.read();
        const records = await this.#read(EVERY_ORGANIZATION, changes, () => this.#cursor === cursor);
        if (this.#cursor !== cursor) return;
        for (const change of changes) this.#handOut(change, records.get(change.key));
        this.#position = cursor.position;
      }
    } catch (error) {
      // It cannot be known what was missed: everybody begins afresh.
      const reason = error instanceof Error ? error : new Error(String(error));
      for (const members of this.#members.values()) for (const { follower } of members) follower.end(reason);
      if (this.#cursor === cursor) await this.#close();
    }
  }

  #handOut({ position }: Change, record: R | undefined): void {
    if (record === undefined) return;
    for (const topic of [EVERYTHING, ...this.source.topicsOf(record)]) {
      for (const { follower, scope } of this.#members.get(topic) ?? []) {
        if (this.source.isFor(scope, record)) follower.put({ value: record, position });
      }
    }
  }

  /** Begins to read what was missed; the follower is in the stream before all of it has been read. */
  async #catchUp(topic: ChangeTopic, member: Member<R>, after: string): Promise<void> {
    const { follower } = member;
    follower.position = after;
    await this.#catchingUp.enter();
    const cursor = this.#newCursor(after);
    this.#streams += 1;
    void follower.closed.then(() => cursor.close());
    const finish = async () => {
      await cursor.close();
      this.#streams -= 1;
      this.#catchingUp.leave();
    };
    try {
      await cursor.open();
    } catch (error) {
      await finish();
      throw error;
    }
    void this.#readMissed(cursor, topic, member)
      .catch((error: unknown) => follower.end(error instanceof Error ? error : new Error(String(error))))
      .finally(finish);
  }

  async #readMissed(cursor: ChangeCursor, topic: ChangeTopic, member: Member<R>): Promise<void> {
    const { follower, scope } = member;
    while (!follower.isOver) {
      await this.#open();
      const changes = await cursor.read();
      const records = await this.#read(scope, changes, () => !follower.isOver);
      for (const { position, key } of changes) {
        await follower.room();
        const record = records.get(key);
        if (record && this.#isOf(topic, record) && this.source.isFor(scope, record)) {
          follower.put({ value: record, position });
        }
      }
      // From here to the end nothing else runs: what the shared stream hands out next comes after this position.
      if (this.#isRunning && cursor.position >= this.#position) {
        if (cursor.position > follower.position) follower.position = cursor.position;
        return this.#join(topic, member);
      }
    }
  }

  #isOf(topic: ChangeTopic, record: R): boolean {
    return topic === EVERYTHING || this.source.topicsOf(record).includes(topic);
  }

  #read(scope: TenantScope, changes: readonly Change[], isWanted: () => boolean): Promise<ReadonlyMap<string, R>> {
    return readChanged(this.source, scope, changes, { isWanted, onTrouble: this.options.onTrouble });
  }

  #newCursor(from?: string): ChangeCursor {
    const { model, bookkeeping } = this.source;
    const watched = { collection: model.collection, bookkeeping, onTrouble: this.options.onTrouble };
    return new ChangeCursor(watched as unknown as WatchedCollection, from);
  }
}
