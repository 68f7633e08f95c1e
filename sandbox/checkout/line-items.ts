import type Stripe from 'stripe';
import { invalidRequest, missingParameter } from '../http/failures.js';
import { lineAmount } from '../invoices/invoice-line.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { Price, Prices } from '../prices/prices.js';
import { newId } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { quantityOnMetered } from '../subscriptions/subscription-orders.js';

export type LineItem = Wire<Stripe.LineItem>;
export type LineItemParams = NonNullable<Wire<Stripe.Checkout.SessionCreateParams>['line_items']>[number];

/** Reads the lines of a Checkout Session. Source: https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-line_items */
export class LineItems {
  constructor(
    private readonly ledger: Ledger,
    private readonly prices: Prices,
  ) {}

  /**
   * @param hasTrial whether recurring prices are due only after a trial
   * @throws StripeFailure for prices that cannot be sold, or not in this mode, or not together
   */
  read(mode: string, params: readonly LineItemParams[], hasTrial: boolean): LineItem[] {
    const items = params.map((item, index) => this.#lineItem(item, `line_items[${index}]`, hasTrial));
    const prices = items.flatMap((item) => (item.price === null ? [] : [item.price]));
    checkMode(mode, prices);
    checkTogether(prices);
    return items;
  }

  #lineItem(params: LineItemParams, param: string, hasTrial: boolean): LineItem {
    const price = this.#price(params, param);
    const isMetered = price.recurring?.usage_type === 'metered';
    if (isMetered && params.quantity !== undefined) throw quantityOnMetered(param);
    if (!isMetered && params.quantity === undefined) {
      throw invalidRequest(`Quantity is required. Add \`quantity\` to \`${param}\``, `${param}[quantity]`);
    }
    const isLater = isMetered || (hasTrial && price.recurring !== null);
    const amount = isLater ? 0 : lineAmount(price, params.quantity ?? 1);
    return {
      id: newId('li'),
      object: 'item',
      adjustable_quantity: null,
      amount_discount: 0,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount,
      currency: price.currency,
      description: this.ledger.products.get(price.product)?.name ?? null,
      metadata: mergedMetadata({}, params.metadata),
      price,
      quantity: isMetered ? null : (params.quantity ?? 1),
    };
  }

  #price(params: LineItemParams, param: string): Price {
    if (params.price !== undefined && params.price_data !== undefined) {
      throw invalidRequest(`You may only specify one of these parameters: price, price_data.`, param);
    }
    if (params.price !== undefined) return this.prices.requireForSale(params.price, `${param}[price]`);
    if (params.price_data === undefined) throw missingParameter(`${param}[price]`);
    return this.prices.createInline(params.price_data);
  }
}

function checkMode(mode: string, prices: readonly Price[]): void {
  const hasRecurring = prices.some((price) => price.recurring !== null);
  if (mode === 'payment' && hasRecurring) {
    throw invalidRequest(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      'line_items',
    );
  }
  if (mode === 'subscription' && !hasRecurring) {
    throw invalidRequest(
      'You must provide at least one recurring price in `subscription` mode when using prices.',
      'line_items',
    );
  }
}

function checkTogether(prices: readonly Price[]): void {
  const [first] = prices;
  const other = prices.find((price) => price.currency !== first?.currency);
  if (other !== undefined) {
    throw invalidRequest(
      `The price specified only supports \`${other.currency}\`. This doesn't match the expected currency: \`${String(first?.currency)}\`.`,
      `line_items[${prices.indexOf(other)}][price]`,
    );
  }
  const cycles = prices.flatMap(({ recurring }) =>
    recurring === null ? [] : [`${recurring.interval_count} ${recurring.interval}`],
  );
  if (new Set(cycles).size > 1) {
    throw invalidRequest(
      'Checkout does not currently support multiple prices with different billing intervals.',
      'line_items',
    );
  }
}
