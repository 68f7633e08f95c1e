import type { KnownSubscription, OracleCoupon, OracleItem, OracleSubscription } from './revenue-oracle.js';

/** The first minutes of a day are the tests', to ask for the day before. */
const MORNING_MS = 5 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const STATUSES = ['active', 'active', 'active', 'past_due', 'unpaid', 'paused'] as const;
const INTERVALS = ['month', 'month', 'month', 'year', 'year', 'week', 'day'] as const;
const COUPONS: readonly OracleCoupon[] = [
  { duration: 'forever', percent_off: 20 },
  { duration: 'forever', percent_off: 12.5 },
  { duration: 'forever', amount_off: 333 },
  { duration: 'once', percent_off: 50 },
  { duration: 'repeating', amount_off: 100 },
];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What happens at one instant: states of subscriptions as Stripe would tell them. */
export interface StoryMoment {
  readonly at: Date;
  readonly changes: readonly KnownSubscription[];
}

/** Invents the life of many subscriptions, day by day; the same for the same random numbers. */
export class RevenueStory {
  readonly #live: KnownSubscription[] = [];
  readonly #ended: KnownSubscription[] = [];
  #begun = 0;

  constructor(private readonly random: () => number) {}

  /** One or two moments, now and then one more, in the order in which they are; one of them may be midnight itself. */
  day(start: Date): StoryMoment[] {
    const count = 1 + this.#upTo(1);
    const instants = Array.from(
      { length: count },
      () => start.getTime() + MORNING_MS + Math.floor(this.random() * (DAY_MS - MORNING_MS)),
    );
    if (this.random() < 0.1) instants.push(start.getTime() + DAY_MS);
    return [...new Set(instants)].sort((one, other) => one - other).map((time) => this.#moment(new Date(time)));
  }

  #moment(at: Date): StoryMoment {
    const changed = new Map<string, KnownSubscription>();
    const beginning = this.random() < 0.5 ? 1 : 0;
    for (let index = 0; index < beginning; index += 1) {
      const begun = this.#begin(at);
      this.#live.push(begun);
      changed.set(begun.id, begun);
    }
    for (let index = this.#upTo(3); index > 0 && this.#live.length > 0; index -= 1) {
      const place = this.#upTo(this.#live.length - 1);
      const old = this.#live[place];
      if (!old || changed.has(old.id)) continue;
      const next = this.#change(old, at);
      if (next.stripe.status === 'canceled') this.#ended.push(...this.#live.splice(place, 1));
      else this.#live[place] = next;
      changed.set(next.id, next);
    }
    return { at, changes: [...changed.values()] };
  }

  #begin(at: Date): KnownSubscription {
    this.#begun += 1;
    // Some come back, some have two.
    const old = this.random() < 0.4 ? (this.#ended[this.#upTo(this.#ended.length)] ?? null) : null;
    const organization = old?.organization ?? `org_${this.random() < 0.2 ? this.#upTo(this.#begun) : this.#begun}`;
    const interval = this.#one(INTERVALS);
    const sold = interval === 'month' || interval === 'year';
    const currency = old?.stripe.currency ?? this.#one(['usd', 'usd', 'eur', 'jpy']);
    const stripe: OracleSubscription = {
      status: this.random() < 0.25 ? 'trialing' : this.random() < 0.1 ? 'incomplete' : 'active',
      currency,
      pause_collection: null,
      items: { data: this.#items(interval, sold) },
      discounts: this.random() < 0.3 ? [{ source: { coupon: this.#one(COUPONS) } }] : [],
      default_tax_rates:
        this.random() < 0.15 ? [{ inclusive: this.random() < 0.7, percentage: this.#one([19, 20, 7.7]) }] : [],
    };
    const plan = sold && this.random() < 0.85 ? this.#one(['plan_starter', 'plan_pro']) : null;
    return {
      id: `sub_${String(this.#begun).padStart(5, '0')}`,
      at,
      organization,
      plan,
      interval: sold ? interval : null,
      stripe,
    };
  }

  #items(interval: string, sold: boolean): OracleItem[] {
    const recurring = { interval, interval_count: sold && this.random() < 0.8 ? 1 : 1 + this.#upTo(2) };
    const item = (usage: string, over: Partial<OracleItem>): OracleItem => ({
      tax_rates: [],
      price: {
        unit_amount_decimal: this.#one(['1900', '4900', '999.5', '0', '70', '12345']),
        transform_quantity: this.random() < 0.1 ? { divide_by: 3, round: this.#one(['up', 'down'] as const) } : null,
        recurring: { ...recurring, usage_type: usage },
      },
      ...over,
    });
    const items = [item('licensed', { quantity: 1 + this.#upTo(9) })];
    if (this.random() < 0.2)
      items.push(item('licensed', { quantity: 1, tax_rates: [{ inclusive: true, percentage: 19 }] }));
    if (this.random() < 0.3) items.push(item('metered', {}));
    return items;
  }

  #change(old: KnownSubscription, at: Date): KnownSubscription {
    const stripe: Mutable<OracleSubscription> = structuredClone(old.stripe);
    const changed = { ...old, at, stripe };
    const dice = this.random();
    if (dice < 0.25) stripe.status = this.#one(STATUSES);
    else if (dice < 0.4) stripe.status = 'canceled';
    else if (dice < 0.65)
      stripe.items = {
        data: stripe.items.data.map((item) => ('quantity' in item ? { ...item, quantity: 1 + this.#upTo(12) } : item)),
      };
    else if (dice < 0.72) stripe.discounts = [{ source: { coupon: this.#one(COUPONS) } }];
    else if (dice < 0.76) stripe.discounts = [];
    else if (dice < 0.82)
      stripe.pause_collection = stripe.pause_collection ? null : { behavior: this.#one(['void', 'keep_as_draft']) };
    else if (dice < 0.9) {
      const interval = this.#one(['month', 'year'] as const);
      stripe.items = { data: this.#items(interval, true) };
      return { ...changed, plan: this.#one(['plan_starter', 'plan_pro', null]), interval };
    } else if (dice < 0.92) return { ...changed, organization: `${old.organization}_heir` };
    // What is left brings nothing new for the revenue, as a renewal does.
    return changed;
  }

  #upTo(most: number): number {
    return Math.floor(this.random() * (most + 1));
  }

  #one<T>(list: readonly T[]): T {
    const item = list[this.#upTo(list.length - 1)];
    if (item === undefined) throw new Error('There is nothing to choose from');
    return item;
  }
}
