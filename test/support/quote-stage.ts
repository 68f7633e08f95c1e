import pMap from 'p-map';
import type Stripe from 'stripe';
import { advance, firstItem, moment } from './clock-customer.js';
import type { ChangeSubscriptionInput } from './generated/operations.js';
import { COUPONS, MOVES, type QuoteCase } from './quote-cases.js';
import { changeBy, newestInvoice, quoted } from './quoting.js';
import type { RunningEngine } from './running-engine.js';
import { deliver, eventOf } from './signed-webhook.js';
import { payWith } from './subscribed.js';

const HOUR = 3600;
const TRIAL = 14 * 24 * HOUR;
/** How many subscriptions are worked on at once. */
const CONCURRENCY = 18;

/** What was quoted, and what came of it. */
export interface QuoteOutcome {
  readonly amountDueNow: number;
  readonly nextInvoiceTotal: number | null;
  readonly lines: readonly number[];
  /** The invoice that the change made, if it made one. */
  readonly made: Stripe.Invoice | null;
  /** The invoice at the end of the period that ran after the change. */
  readonly next: Stripe.Invoice;
}

interface Playing {
  readonly play: QuoteCase;
  readonly organization: string;
  readonly customer: string;
  readonly subscription: string;
}

interface Quoted extends Playing {
  readonly input: ChangeSubscriptionInput;
  readonly quote: Awaited<ReturnType<typeof quoted>>;
}

interface Changed extends Pick<Quoted, 'quote' | 'subscription'> {
  readonly made: Stripe.Invoice | null;
  /** When the period ends that runs after the change, in Unix seconds. */
  readonly ends: number;
}

/** Plays cases whose subscriptions can share one test clock: of one state, at one point, on one interval. */
export class QuoteStage {
  readonly #coupons = new Map<QuoteCase['coupon'], string>();
  #organizations = 0;

  /** @param prices ids by plan and interval, such as `plan_small MONTH` */
  constructor(
    private readonly engine: RunningEngine,
    private readonly prices: ReadonlyMap<string, string>,
  ) {}

  async play(cases: readonly QuoteCase[]): Promise<QuoteOutcome[]> {
    const [first] = cases;
    if (first === undefined) return [];
    const { stripe } = this.engine;
    const isYearly = MOVES[first.move][1] === 'YEAR';
    const isRenewed = first.state === 'past_due';
    const created = moment(isYearly && isRenewed ? '2025-01-10' : '2026-01-10');
    const clock = (await stripe.testHelpers.testClocks.create({ frozen_time: created })).id;
    const playing = await pMap(cases, (play) => this.#begin(play, clock), { concurrency: CONCURRENCY });
    await this.engine.settled();
    const { start, end } = await this.#cycle(first, playing, clock, created);
    const at = { start, middle: Math.floor((start + end) / 2), 'last second': end - 1 }[first.point];
    if (at > (await this.#now(clock))) await advance(stripe, clock, at);
    await pMap(playing, (each) => this.#prepare(each), { concurrency: CONCURRENCY });
    const quotes = await pMap(playing, (each) => this.#quote(each), { concurrency: CONCURRENCY });
    // Somebody reads it before they confirm; at the last second there is no time for that.
    if (first.point !== 'last second') await advance(stripe, clock, at + 60);
    const changed = await pMap(quotes, (each) => this.#change(each), { concurrency: CONCURRENCY });
    return this.#renewed(changed, clock);
  }

  async #begin(play: QuoteCase, clock: string): Promise<Playing> {
    const { stripe } = this.engine;
    const [plan, interval] = MOVES[play.move];
    this.#organizations += 1;
    const organization = `org_${this.#organizations}`;
    const { id: customer } = await stripe.customers.create({
      test_clock: clock,
      metadata: { organization_id: organization },
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const coupon = await this.#couponOf(play, false);
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: this.#price(plan, interval), quantity: play.quantities[0] }],
      metadata: { organization_id: organization },
      ...(coupon === null ? {} : { discounts: [{ coupon }] }),
      ...(play.state === 'trialing' ? { trial_period_days: TRIAL / (24 * HOUR) } : {}),
    });
    await deliver(this.engine.url, eventOf('customer.subscription.created', subscription));
    return { play, organization, customer, subscription: subscription.id };
  }

  /** The period in which the change is made. */
  async #cycle({ state }: QuoteCase, playing: readonly Playing[], clock: string, created: number) {
    const { stripe } = this.engine;
    const of = async () => {
      const item = firstItem(await stripe.subscriptions.retrieve(playing[0]?.subscription ?? ''));
      return { start: item.current_period_start, end: item.current_period_end };
    };
    if (state !== 'past_due') return { ...(await of()), start: created };
    await pMap(playing, ({ customer }) => payWith(stripe, customer, 'pm_card_chargeCustomerFail'), {
      concurrency: CONCURRENCY,
    });
    const failed = (await of()).end + HOUR + 1;
    await advance(stripe, clock, failed);
    return { end: (await of()).end, start: failed };
  }

  async #prepare({ play, customer, subscription }: Playing): Promise<void> {
    const { stripe } = this.engine;
    const coupon = await this.#couponOf(play, true);
    if (coupon !== null) await stripe.subscriptions.update(subscription, { discounts: [{ coupon }] });
    if (play.state !== 'past_due') return;
    const { status } = await stripe.subscriptions.retrieve(subscription);
    if (status !== 'past_due') throw new Error(`${subscription} is ${status}`);
    await payWith(stripe, customer, 'pm_card_visa');
  }

  async #quote(each: Playing): Promise<Quoted> {
    const { play, organization, subscription } = each;
    const [planBefore, intervalBefore, plan, interval] = MOVES[play.move];
    const [before, after] = play.quantities;
    const input: ChangeSubscriptionInput = {
      id: subscription,
      prorationBehavior: play.behavior,
      ...(plan === planBefore ? {} : { planUid: plan }),
      ...(interval === intervalBefore ? {} : { billingInterval: interval }),
      ...(before === after ? {} : { quantity: after }),
    };
    return { ...each, input, quote: await quoted(this.engine.as(organization), input) };
  }

  async #change({ organization, subscription, input, quote }: Quoted): Promise<Changed> {
    const { errors } = await changeBy(this.engine.as(organization), { ...input, quoteId: quote.quoteId });
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    const after = await this.engine.stripe.subscriptions.retrieve(subscription, { expand: ['latest_invoice'] });
    const newest = after.latest_invoice as Stripe.Invoice;
    const made = newest.billing_reason === 'subscription_update' ? newest : null;
    return { subscription, quote, made, ends: firstItem(after).current_period_end };
  }

  /** Lets the periods end, the shorter ones first, each subscription only once. */
  async #renewed(changed: readonly Changed[], clock: string) {
    const { stripe } = this.engine;
    const next = new Map<string, Stripe.Invoice>();
    const moments = [...new Set(changed.map(({ ends }) => ends))].sort((one, other) => one - other);
    for (const end of moments) {
      await advance(stripe, clock, end + 1);
      await pMap(
        changed.filter(({ ends }) => ends === end),
        async ({ subscription }) => {
          next.set(subscription, await newestInvoice(this.engine, subscription));
          if (end !== moments.at(-1)) await stripe.subscriptions.cancel(subscription);
        },
        { concurrency: CONCURRENCY },
      );
    }
    return changed.map(({ subscription, quote, made }) => ({
      amountDueNow: quote.amountDueNow.amount,
      nextInvoiceTotal: quote.nextInvoiceTotal?.amount ?? null,
      lines: quote.lines.map(({ amount }) => amount.amount),
      made,
      next: next.get(subscription) as Stripe.Invoice,
    }));
  }

  async #couponOf({ coupon }: QuoteCase, isLate: boolean): Promise<string | null> {
    const known = COUPONS[coupon];
    if (known === null || known.isLate !== isLate) return null;
    const id = this.#coupons.get(coupon) ?? (await this.engine.stripe.coupons.create(known.terms)).id;
    this.#coupons.set(coupon, id);
    return id;
  }

  #price(plan: string, interval: string): string {
    const id = this.prices.get(`${plan} ${interval}`);
    if (id === undefined) throw new Error(`No price of ${plan} by ${interval}`);
    return id;
  }

  async #now(clock: string): Promise<number> {
    return (await this.engine.stripe.testHelpers.testClocks.retrieve(clock)).frozen_time;
  }
}
