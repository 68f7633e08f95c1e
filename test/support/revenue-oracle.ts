/**
 * What docs/metrics.md says, worked out the slow way: from all that was ever known of each subscription, anew for every
 * question. Written from that page alone; it shares nothing with the engine.
 */

export interface KnownSubscription {
  readonly id: string;
  readonly at: Date;
  readonly organization: string;
  readonly plan: string | null;
  readonly interval: string | null;
  readonly stripe: OracleSubscription;
}

export interface OracleSubscription {
  readonly status: string;
  readonly currency: string;
  readonly pause_collection: { readonly behavior: string } | null;
  readonly items: { readonly data: readonly OracleItem[] };
  readonly discounts: readonly { readonly source: { readonly coupon: OracleCoupon } }[];
  readonly default_tax_rates: readonly OracleTaxRate[];
}

export interface OracleItem {
  readonly quantity?: number;
  readonly tax_rates: readonly OracleTaxRate[];
  readonly price: {
    readonly unit_amount_decimal: string;
    readonly transform_quantity: { readonly divide_by: number; readonly round: 'up' | 'down' } | null;
    readonly recurring: { readonly interval: string; readonly interval_count: number; readonly usage_type: string };
  };
}

export interface OracleTaxRate {
  readonly inclusive: boolean;
  readonly percentage: number;
}

export interface OracleCoupon {
  readonly duration: string;
  readonly percent_off?: number;
  readonly amount_off?: number;
}

export interface OracleCurrency {
  readonly currency: string;
  readonly monthly: number;
  readonly annual: number;
  readonly perCustomer: number;
  readonly pastDue: number;
  readonly customers: number;
  readonly byPlan: readonly {
    readonly plan: string;
    readonly interval: string | null;
    readonly count: number;
    readonly amount: number;
  }[];
  readonly withoutPlan: number;
}

export interface OraclePoint {
  readonly opening: number;
  readonly new: number;
  readonly expansion: number;
  readonly contraction: number;
  readonly churned: number;
  readonly reactivated: number;
  readonly closing: number;
  readonly churnRate: number;
  readonly retention: number;
}

const GRAINS = 27_720_000_000_000n;
const PERIODS_A_YEAR: Record<string, bigint> = { day: 365n, week: 52n, month: 12n, year: 1n };
type Fraction = readonly [top: bigint, bottom: bigint];

const times = (a: Fraction, b: Fraction): Fraction => [a[0] * b[0], a[1] * b[1]];
const plus = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]];
const minus = (a: Fraction, b: Fraction): Fraction => plus(a, [-b[0], b[1]]);
const decimal = (value: number | string): Fraction => {
  const [whole = '0', decimals = ''] = String(value).split('.');
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)];
};
const percent = (value: number): Fraction => times(decimal(value), [1n, 100n]);
const floor = ([top, bottom]: Fraction): bigint => (top >= 0n ? top / bottom : -((-top + bottom - 1n) / bottom));
const halfAway = ([top, bottom]: Fraction): bigint =>
  top >= 0n ? (2n * top + bottom) / (2n * bottom) : -((-2n * top + bottom) / (2n * bottom));

export function counts({ status, pause_collection }: OracleSubscription): boolean {
  return ['active', 'past_due'].includes(status) && pause_collection?.behavior !== 'void';
}

/** In grains. */
export function amountOf(subscription: OracleSubscription): bigint {
  if (!counts(subscription)) return 0n;
  const licensed = subscription.items.data.filter((item) => item.price.recurring.usage_type !== 'metered');
  let sum: Fraction = [0n, 1n];
  for (const item of licensed) {
    const pack = item.price.transform_quantity;
    let quantity = item.quantity ?? 0;
    if (pack)
      quantity = pack.round === 'up' ? Math.ceil(quantity / pack.divide_by) : Math.floor(quantity / pack.divide_by);
    const rates = item.tax_rates.length > 0 ? item.tax_rates : subscription.default_tax_rates;
    let gross: Fraction = [1n, 1n];
    for (const rate of rates) if (rate.inclusive) gross = plus(gross, percent(rate.percentage));
    const amount = times(times(decimal(item.price.unit_amount_decimal), [BigInt(quantity), 1n]), periodsAMonth(item));
    sum = plus(sum, times(amount, [gross[1], gross[0]]));
  }
  const forever = subscription.discounts
    .map(({ source }) => source.coupon)
    .filter(({ duration }) => duration === 'forever');
  for (const { percent_off } of forever) if (percent_off) sum = times(sum, minus([1n, 1n], percent(percent_off)));
  for (const { amount_off } of forever) {
    if (amount_off && licensed[0]) sum = minus(sum, times(decimal(amount_off), periodsAMonth(licensed[0])));
  }
  return sum[0] < 0n ? 0n : halfAway(times(sum, [GRAINS, 1n]));
}

function periodsAMonth({ price: { recurring } }: OracleItem): Fraction {
  return [PERIODS_A_YEAR[recurring.interval] ?? 0n, 12n * BigInt(recurring.interval_count)];
}

/** Whole units that sum to the total, by largest remainder. */
function shares(total: bigint, parts: readonly bigint[]): number[] {
  const given = parts.map((part) => floor([part, GRAINS]));
  let left = total - given.reduce((sum, each) => sum + each, 0n);
  const rest = parts.map((part, index) => part - (given[index] ?? 0n) * GRAINS);
  while (left > 0n) {
    let best = 0;
    rest.forEach((remainder, index) => {
      if (remainder > (rest[best] ?? 0n)) best = index;
    });
    given[best] = (given[best] ?? 0n) + 1n;
    rest[best] = -1n;
    left -= 1n;
  }
  return given.map(Number);
}

export class RevenueOracle {
  /** By subscription, oldest first. */
  readonly #known = new Map<string, KnownSubscription[]>();
  readonly #amounts = new Map<KnownSubscription, bigint>();

  know(subscription: KnownSubscription): void {
    this.#known.set(subscription.id, [...(this.#known.get(subscription.id) ?? []), subscription]);
    this.#amounts.set(subscription, amountOf(subscription.stripe));
  }

  /** Every subscription as it was known at the instant. */
  at(instant: Date): KnownSubscription[] {
    return [...this.#known.values()].flatMap((states) => states.findLast(({ at }) => at <= instant) ?? []);
  }

  exact(subscription: KnownSubscription): bigint {
    return this.#amounts.get(subscription) ?? 0n;
  }

  currencies(instant: Date): OracleCurrency[] {
    const counted = this.at(instant).filter(({ stripe }) => counts(stripe));
    const currencies = [...new Set(counted.map(({ stripe }) => stripe.currency))].sort();
    return currencies.map((currency) =>
      this.#currency(
        currency,
        counted.filter(({ stripe }) => stripe.currency === currency),
      ),
    );
  }

  statuses(instant: Date): Record<string, number> {
    const counted: Record<string, number> = {};
    for (const { stripe } of this.at(instant)) counted[stripe.status] = (counted[stripe.status] ?? 0) + 1;
    return counted;
  }

  point(currency: string, from: Date, to: Date): OraclePoint {
    const start = this.#balances(currency, from);
    const end = this.#balances(currency, to);
    const sums = { new: 0n, reactivated: 0n, expansion: 0n, contraction: 0n, churned: 0n };
    let [customers, lost] = [0, 0];
    for (const organization of new Set([...start.keys(), ...end.keys()])) {
      const [s, e] = [start.get(organization) ?? 0n, end.get(organization) ?? 0n];
      if (s > 0n) customers += 1;
      if (s === 0n && e > 0n) sums[this.#hadPaid(organization, currency, from) ? 'reactivated' : 'new'] += e;
      else if (s > 0n && e === 0n) {
        sums.churned += s;
        lost += 1;
      } else if (e > s) sums.expansion += e - s;
      else sums.contraction += s - e;
    }
    const total = (balances: ReadonlyMap<string, bigint>) =>
      [...balances.values()].reduce((sum, each) => sum + each, 0n);
    const [opening, closing] = [halfAway([total(start), GRAINS]), halfAway([total(end), GRAINS])];
    const parts = [sums.new, sums.reactivated, sums.expansion, -sums.contraction, -sums.churned];
    const [gained = 0, reactivated = 0, expansion = 0, contraction = 0, churned = 0] = shares(closing - opening, parts);
    const kept = total(start) + sums.expansion - sums.contraction - sums.churned;
    return {
      opening: Number(opening),
      new: gained,
      reactivated,
      expansion,
      contraction: 0 - contraction,
      churned: 0 - churned,
      closing: Number(closing),
      churnRate: customers === 0 ? 0 : twelveDecimals([BigInt(lost), BigInt(customers)]),
      retention: total(start) === 0n ? 1 : twelveDecimals([kept, total(start)]),
    };
  }

  #currency(currency: string, counted: readonly KnownSubscription[]): OracleCurrency {
    const sum = (list: readonly KnownSubscription[]) => list.reduce((total, each) => total + this.exact(each), 0n);
    const total = sum(counted);
    const paying = new Set(counted.filter((each) => this.exact(each) > 0n).map(({ organization }) => organization))
      .size;
    const groups = [
      ...Map.groupBy(
        counted.filter(({ plan }) => plan !== null),
        ({ plan, interval }) => `${plan} ${interval ?? ''}`,
      ),
    ]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, list]) => list);
    const rounded = halfAway([total, GRAINS]);
    const parts = shares(rounded, [...groups.map(sum), sum(counted.filter(({ plan }) => plan === null))]);
    return {
      currency: currency.toUpperCase(),
      monthly: Number(rounded),
      annual: Number(halfAway([12n * total, GRAINS])),
      perCustomer: paying === 0 ? 0 : Number(halfAway([total, GRAINS * BigInt(paying)])),
      pastDue: Number(halfAway([sum(counted.filter(({ stripe }) => stripe.status === 'past_due')), GRAINS])),
      customers: paying,
      byPlan: groups.map((list, index) => ({
        plan: list[0]?.plan ?? '',
        interval: list[0]?.interval ?? null,
        count: list.length,
        amount: parts[index] ?? 0,
      })),
      withoutPlan: parts.at(-1) ?? 0,
    };
  }

  #balances(currency: string, instant: Date): Map<string, bigint> {
    const balances = new Map<string, bigint>();
    for (const each of this.at(instant)) {
      if (each.stripe.currency !== currency) continue;
      balances.set(each.organization, (balances.get(each.organization) ?? 0n) + this.exact(each));
    }
    return balances;
  }

  #hadPaid(organization: string, currency: string, until: Date): boolean {
    return [...this.#known.values()].some((states) =>
      states.some(
        (each) =>
          each.organization === organization &&
          each.stripe.currency === currency &&
          each.at <= until &&
          this.exact(each) > 0n,
      ),
    );
  }
}

function twelveDecimals(fraction: Fraction): number {
  return Number(floor(plus(times(fraction, [10n ** 12n, 1n]), [1n, 2n]))) / 1e12;
}
