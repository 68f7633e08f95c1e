import { BuyerStory, type Buyer, type Happening, type ObjectState } from './buyer-story.js';
import { randomLetters, seededRandom } from './random.js';

/** Each customer's story has about so many events. */
export const EVENTS_PER_CUSTOMER = 10;

export interface StoryOptions {
  /** Four letters that are part of each id, so that two stories share no object. */
  readonly name: string;
  readonly seed: number;
  /** A multiple of EVENTS_PER_CUSTOMER. */
  readonly events: number;
  /** Unix seconds, about when the last events happened. */
  readonly endsAt: number;
}

/** An event of the stream, with the object as it was right after it. */
export interface StoryEvent extends Happening {
  readonly id: string;
  /** Place in the stream of the first event of the same second of the same customer: they happen together. */
  readonly happensAt: number;
}

export interface Story {
  readonly options: StoryOptions;
  readonly buyers: readonly Buyer[];
  /** In the order of time; those of the same second of one customer stand together, in no particular order. */
  readonly events: readonly StoryEvent[];
}

/** Months of billing of many customers as one stream of events. The same options make the same story in any process. */
export function tellStory(options: StoryOptions): Story {
  const random = seededRandom(options.seed);
  const customers = options.events / EVENTS_PER_CUSTOMER;
  if (!Number.isSafeInteger(customers) || customers < 1) {
    throw new Error(`The number of events must be a multiple of ${EVENTS_PER_CUSTOMER}, and not ${options.events}`);
  }
  const stories = quotas(customers, random).map(
    (quota, index) => new BuyerStory(`${options.name}${String(index).padStart(6, '0')}`, quota, options.endsAt, random),
  );
  const sorted = stories
    .flatMap(({ happenings }) => happenings)
    .map((happening) => ({ happening, lot: random() }))
    .sort(
      (one, other) =>
        one.happening.second - other.happening.second ||
        one.happening.state.buyer.index.localeCompare(other.happening.state.buyer.index) ||
        one.lot - other.lot,
    );
  let happensAt = 0;
  const events = sorted.map(({ happening }, place): StoryEvent => {
    const before = sorted[place - 1]?.happening;
    const isTogether = before?.second === happening.second && before.state.buyer === happening.state.buyer;
    if (!isTogether) happensAt = place;
    return {
      ...happening,
      id: `evt_${options.name}${String(place).padStart(8, '0')}${randomLetters(random, 12)}`,
      happensAt,
    };
  });
  return { options, buyers: stories.map(({ buyer }) => buyer), events };
}

/** Five to fifteen events for each customer, the average on the whole. */
function quotas(customers: number, random: () => number): number[] {
  const quotas: number[] = [];
  while (quotas.length + 2 <= customers) {
    const deviation = Math.floor(random() * 6);
    quotas.push(EVENTS_PER_CUSTOMER + deviation, EVENTS_PER_CUSTOMER - deviation);
  }
  if (quotas.length < customers) quotas.push(EVENTS_PER_CUSTOMER);
  return quotas;
}

/** The last state of each object, by its id. */
export function finalStates(story: Story): ReadonlyMap<string, ObjectState> {
  return new Map(story.events.map(({ state }) => [state.id, state]));
}
