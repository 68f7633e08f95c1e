import type { StatusWord } from './status-words';

/** A status as a word with its colour; the word alone says it all. */
export function Badge({ label, tone }: StatusWord) {
  return <span className={`status status-${tone}`}>{label}</span>;
}
