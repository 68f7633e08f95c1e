import type { LiveEvent, LiveStream } from '../terms/live-source.js';
import { TooSlow } from './change-failure.js';

interface Waiting<R> {
  readonly resolve: (result: IteratorResult<LiveEvent<R>>) => void;
  readonly reject: (error: Error) => void;
}

const OVER = { done: true, value: undefined } as const;

/** One reader's changes: a queue that does not grow without bound. */
export class ChangeFollower<R> implements LiveStream<R> {
  readonly closed: Promise<Error | undefined>;
  /** What was changed up to it has been put in, or was before the beginning. */
  position = '';
  #queue: LiveEvent<R>[] = [];
  #reader: Waiting<R> | undefined;
  #room: (() => void) | undefined;
  #ended: { readonly reason?: Error } | undefined;
  #resolveClosed: (reason: Error | undefined) => void = () => undefined;

  constructor(private readonly mostWaiting: number) {
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  /** What was put in already is left out. A reader that is too far behind is ended. */
  put(event: LiveEvent<R>): void {
    if (this.#ended || event.position <= this.position) return;
    this.position = event.position;
    if (this.#reader) {
      this.#reader.resolve({ done: false, value: event });
      this.#reader = undefined;
      return;
    }
    if (this.#queue.length >= this.mostWaiting) this.end(new TooSlow(this.mostWaiting));
    else this.#queue.push(event);
  }

  /** Resolves when half of the queue is free, or the reader is gone: for whoever can wait before putting more in. */
  async room(): Promise<void> {
    while (!this.#ended && this.#queue.length > this.mostWaiting / 2) {
      await new Promise<void>((resolve) => {
        this.#room = resolve;
      });
    }
  }

  next(): Promise<IteratorResult<LiveEvent<R>>> {
    if (this.#ended) {
      const { reason } = this.#ended;
      this.#ended = {};
      return reason ? Promise.reject(reason) : Promise.resolve(OVER);
    }
    const event = this.#queue.shift();
    this.#room?.();
    if (event) return Promise.resolve({ done: false, value: event });
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
    });
  }

  end(reason: Error): void {
    if (this.#ended) return;
    const reader = this.#reader;
    this.#finish(reader ? {} : { reason }, reason);
    reader?.reject(reason);
  }

  /** At once, also while a read is waiting: an async generator would wait with it, and so leak. */
  return(): Promise<IteratorResult<LiveEvent<R>>> {
    if (!this.#ended) {
      const reader = this.#reader;
      this.#finish({});
      reader?.resolve(OVER);
    }
    return Promise.resolve(OVER);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #finish(ended: { readonly reason?: Error }, why?: Error): void {
    this.#ended = ended;
    this.#queue = [];
    this.#reader = undefined;
    this.#room?.();
    this.#resolveClosed(why);
  }
}
