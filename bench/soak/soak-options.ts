import { EVENTS_PER_CUSTOMER } from '../webhook/story.js';

/** The story is held in memory, by the ledger and the load generator too. */
const MOST_EVENTS = 1_000_000;
const MOST_MINUTES = 24 * 60;
const MOST_PER_SECOND = 500;

export interface SoakOptions {
  readonly minutes: number;
  readonly eventsPerSecond: number;
  readonly readsPerSecond: number;
  /** A multiple of what a customer has. */
  readonly events: number;
}

/** @throws Error that says which option is wrong, and what it takes */
export function soakOptions(given: Readonly<Record<'minutes' | 'rate' | 'reads', string>>): SoakOptions {
  const minutes = positive('minutes', given.minutes, MOST_MINUTES);
  const eventsPerSecond = positive('rate', given.rate, MOST_PER_SECOND);
  const readsPerSecond = positive('reads', given.reads, MOST_PER_SECOND);
  const customers = Math.max(1, Math.round((minutes * 60 * eventsPerSecond) / EVENTS_PER_CUSTOMER));
  const events = customers * EVENTS_PER_CUSTOMER;
  if (events > MOST_EVENTS) {
    throw new Error(`--minutes and --rate make ${events} events, and ${MOST_EVENTS} are the most: lower one of them`);
  }
  return { minutes, eventsPerSecond, readsPerSecond, events };
}

function positive(name: string, text: string, most: number): number {
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new Error(`--${name} takes a number above 0 and at most ${most}, and not "${text}"`);
}
