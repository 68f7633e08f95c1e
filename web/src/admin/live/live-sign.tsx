import { useLiveState } from './live-context';
import type { LiveState } from './live-feed';

const WORDS: Readonly<Record<LiveState, readonly [word: string, meaning: string]>> = {
  connecting: ['Connecting', 'The stream of changes is being opened.'],
  live: ['Live', 'Changes show up as they happen.'],
  asking: ['Every 5 s', 'The stream of changes is down; the page asks again every few seconds.'],
};

/** Whether what is shown is live. */
export function LiveSign() {
  const state = useLiveState();
  const [word, meaning] = WORDS[state];
  return (
    <p className={`live-sign live-sign-${state}`} title={meaning}>
      <span className="visually-hidden">Updates: </span>
      {word}
    </p>
  );
}
