import { ChangeFeed, type FeedOptions } from './change-feed.js';
import type { ChangeSource } from './change-source.js';

/** Every feed of this process. */
export class ChangeFeeds {
  readonly #feeds: Pick<ChangeFeed<unknown>, 'streams'>[] = [];

  constructor(private readonly options: FeedOptions) {}

  of<R>(source: ChangeSource<R>): ChangeFeed<R> {
    const feed = new ChangeFeed(source, this.options);
    this.#feeds.push(feed);
    return feed;
  }

  /** Change streams that are open at MongoDB now. */
  get streams(): number {
    return this.#feeds.reduce((sum, { streams }) => sum + streams, 0);
  }
}
