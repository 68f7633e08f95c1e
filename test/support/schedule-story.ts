import {
  customerDeleted,
  ended,
  endPlanned,
  endTakenBack,
  expiredCheckout,
  extraInvoice,
  labelled,
  labelledTwice,
  MUTATIONS,
  paidCheckout,
  paidLater,
  paymentFailed,
  type Play,
  quantityChanged,
  renamed,
  subscribedAtStripe,
  subscribedByAdmin,
  type Tenant,
} from './schedule-acts.js';
import type { Stage } from './schedule-stage.js';
import type { SeededRandom } from './seeded-random.js';

/** A step of a story. */
export interface Act {
  readonly name: string;
  run(stage: Stage, tenant: Tenant): Promise<void>;
}

const BEGINNINGS: readonly [string, Play, number][] = [
  ['checkout paid', paidCheckout, 4],
  ['subscribed at Stripe', subscribedAtStripe, 5],
  ['subscribed by an admin', subscribedByAdmin, 2],
  ['checkout expired', expiredCheckout, 1],
];

const CHANGES: readonly [string, Play, number][] = [
  ['relabelled', labelled, 5],
  ['relabelled twice at once', labelledTwice, 4],
  ['quantity changed', quantityChanged, 4],
  ['end planned', endPlanned, 3],
  ['end taken back', endTakenBack, 3],
  ['ended', ended, 1],
  ['payment failed', paymentFailed, 2],
  ['paid later', paidLater, 2],
  ['customer renamed', renamed, 3],
  ['invoice besides', extraInvoice, 2],
  ['customer deleted', customerDeleted, 0.5],
  ['subscribed once more', subscribedAtStripe, 0.5],
  ['time passes', (stage, _tenant, random) => stage.passTime(random.between(2, 4)), 3],
  ...Object.entries(MUTATIONS).map(([name, play]): [string, Play, number] => [name, play, 1]),
];

function weighted(choices: readonly [string, Play, number][], random: SeededRandom): Act {
  let left = random.next() * choices.reduce((sum, [, , weight]) => sum + weight, 0);
  const [name, play] = choices.find(([, , weight]) => {
    left -= weight;
    return left < 0;
  }) ?? ['nothing', async () => undefined];
  const own = random.forPurpose(`${name} ${random.next()}`);
  return { name, run: (stage, tenant) => play(stage, tenant, own) };
}

export interface Story {
  readonly beginning: Act;
  readonly changes: readonly Act[];
}

export function storyOf(random: SeededRandom): Story {
  const beginning = weighted(BEGINNINGS, random);
  return { beginning, changes: Array.from({ length: random.between(1, 3) }, () => weighted(CHANGES, random)) };
}
