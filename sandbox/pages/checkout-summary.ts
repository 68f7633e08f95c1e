import type { LineItem } from '../checkout/line-items.js';
import type { CheckoutSession } from '../checkout/new-session.js';
import { lineAmount } from '../invoices/invoice-line.js';
import type { CheckoutOrder, Ledger } from '../state/ledger.js';
import { money, unitPrice } from './money.js';
import { type Html, html } from './page.js';
import { discountRow, type RefusedCode } from './promotion-field.js';

/** What is sold, as the page tells it. */
export interface Summary {
  /** Such as `Subscribe to Pro`. */
  readonly heading: string;
  /** What the button says. */
  readonly action: string;
  readonly markup: Html;
}

const DAY = 24 * 60 * 60;

/** What a person reads beside the form: the goods, the price, how often it is due, and what is due today. */
export function checkoutSummary(
  session: CheckoutSession,
  order: CheckoutOrder,
  ledger: Ledger,
  now: number,
  refused?: RefusedCode,
): Summary {
  const first = order.lineItems.find(({ price }) => price?.recurring) ?? order.lineItems[0];
  const name = first?.description ?? 'your order';
  const heading = { payment: 'Pay', setup: 'Save a card', subscription: `Subscribe to ${name}` }[String(session.mode)];
  const trial = trialOf(order, now);
  return {
    heading: heading ?? 'Checkout',
    action: actionOf(session, trial),
    markup:
      session.mode === 'setup'
        ? html`<p class="amount">Save your card</p><p class="quiet">You pay nothing now. The card is kept for later payments.</p>`
        : html`${headline(session, order, trial)}
<ul class="lines">${order.lineItems.map((item) => line(item, ledger))}</ul>
<dl class="totals">
  <div><dt>Subtotal</dt><dd>${money(session.amount_subtotal ?? 0, currencyOf(session))}</dd></div>
  ${discountRow(session, ledger, refused)}
  <div class="total"><dt>Total due today</dt><dd>${money(session.amount_total ?? 0, currencyOf(session))}</dd></div>
</dl>`,
  };
}

interface Trial {
  readonly days: number;
  /** Unix seconds. */
  readonly ends: number;
}

function trialOf(
  { subscriptionData: { trial_end: end, trial_period_days: days = 0 } }: CheckoutOrder,
  now: number,
): Trial | undefined {
  if (typeof end === 'number') return { days: Math.max(1, Math.round((end - now) / DAY)), ends: end };
  return days > 0 ? { days, ends: now + days * DAY } : undefined;
}

function headline(session: CheckoutSession, order: CheckoutOrder, trial: Trial | undefined): Html {
  const currency = currencyOf(session);
  const recurring = order.lineItems.filter(({ price }) => price?.recurring);
  const cycle = recurring[0]?.price?.recurring;
  if (!cycle) return html`<p class="amount">${money(session.amount_total ?? 0, currency)}</p>`;
  const each = recurring.reduce(
    (sum, { price, quantity }) => sum + (price === null || quantity === null ? 0 : lineAmount(price, quantity)),
    0,
  );
  const plusUsage = recurring.some(isMetered) ? (each > 0 ? ' plus usage' : '') : '';
  const regular =
    each === 0 && recurring.some(isMetered)
      ? 'what you use'
      : `${money(each, currency)} ${perInterval(cycle)}${plusUsage}`;
  if (trial === undefined) {
    return each === 0 && recurring.some(isMetered)
      ? html`<p class="amount">Pay as you go</p><p class="quiet">Billed ${everyInterval(cycle)} by usage</p>`
      : html`<p class="amount">${money(each, currency)} <span>${perInterval(cycle)}${plusUsage}</span></p>`;
  }
  return html`<p class="amount">${trial.days} ${trial.days === 1 ? 'day' : 'days'} free</p>
<p class="quiet">Then ${regular}, starting ${new Date(trial.ends * 1000).toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })}</p>`;
}

function line(item: LineItem, ledger: Ledger): Html {
  const { price, quantity } = item;
  const about = price === null ? null : ledger.products.get(price.product)?.description;
  const each = price === null ? '' : unitPrice(price.unit_amount_decimal ?? '0', price.currency);
  const terms = [
    ...(quantity !== null && quantity > 1 ? [`Qty ${quantity}, ${each} each`] : []),
    ...(isMetered(item) ? [`${each} per unit`] : []),
    ...(price?.recurring ? [`Billed ${everyInterval(price.recurring)}${isMetered(item) ? ' by usage' : ''}`] : []),
  ];
  const amount = price === null || quantity === null ? 'By usage' : money(lineAmount(price, quantity), price.currency);
  return html`<li><div><strong>${item.description ?? 'Item'}</strong><span class="price">${amount}</span></div>
${about ? html`<p>${about}</p>` : ''}${terms.length > 0 ? html`<p>${terms.join(' · ')}</p>` : ''}</li>`;
}

const WORDS: Readonly<Record<string, string>> = { book: 'Book', donate: 'Donate', pay: 'Pay', subscribe: 'Subscribe' };

function actionOf(session: CheckoutSession, trial: Trial | undefined): string {
  if (session.mode === 'setup') return 'Save card';
  if (session.mode === 'subscription' && trial !== undefined) return 'Start trial';
  const word = WORDS[session.submit_type ?? ''] ?? (session.mode === 'subscription' ? 'Subscribe' : 'Pay');
  const due = session.amount_total ?? 0;
  if (due === 0) return word;
  return `${word}${word === 'Subscribe' ? ' for' : ''} ${money(due, currencyOf(session))}`;
}

function isMetered({ price }: LineItem): boolean {
  return price?.recurring?.usage_type === 'metered';
}

interface Cycle {
  readonly interval: string;
  readonly interval_count: number;
}

const ADVERBS: Readonly<Record<string, string>> = { day: 'daily', week: 'weekly', month: 'monthly', year: 'yearly' };

function perInterval({ interval, interval_count: count }: Cycle): string {
  return count === 1 ? `per ${interval}` : `every ${count} ${interval}s`;
}

function everyInterval(cycle: Cycle): string {
  return cycle.interval_count === 1 ? (ADVERBS[cycle.interval] ?? perInterval(cycle)) : perInterval(cycle);
}

function currencyOf(session: CheckoutSession): string {
  return session.currency ?? 'usd';
}
