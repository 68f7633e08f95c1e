import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import type { LiveEvent, LiveFeed, LiveState } from './live-feed';

export const LiveFeedContext = createContext<LiveFeed | null>(null);

function useFeed(): LiveFeed {
  const feed = useContext(LiveFeedContext);
  if (!feed) throw new Error('There is no live feed around this part of the page');
  return feed;
}

export function useLiveState(): LiveState {
  const feed = useFeed();
  return useSyncExternalStore(
    (watcher) => feed.watch(watcher),
    () => feed.state(),
  );
}

/** Calls `listener` for each change of the server, while the stream is up. */
export function useLiveEvents(listener: (event: LiveEvent) => void): void {
  const feed = useFeed();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => feed.listen((event) => latest.current(event)), [feed]);
}

/** Milliseconds between two looks while the stream is down, and while it is up but does not tell of everything. */
const ASKING_EVERY = 5000;
const CALMLY_EVERY = 30_000;

/** Looks again from time to time, as long as the page is seen: often while the stream is down. */
export function useRegularLook(look: () => void): void {
  const state = useLiveState();
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
  });
  useEffect(() => {
    const tick = (): void => {
      if (document.visibilityState === 'visible') latest.current();
    };
    const timer = setInterval(tick, state === 'live' ? CALMLY_EVERY : ASKING_EVERY);
    return () => clearInterval(timer);
  }, [state]);
}
