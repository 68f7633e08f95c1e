import type Stripe from 'stripe';
import type { PriceForSale } from '../catalog/price-for-sale.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { minorUnitDigits } from '../terms/money.js';

/** Either an amount and its currency, or a price and how many; then amount and currency may only repeat the price's. */
export interface PaymentWish {
  readonly amount?: number | null | undefined;
  readonly currency?: string | null | undefined;
  readonly priceId?: string | null | undefined;
  readonly quantity: number;
}

export interface PaymentAmount {
  /** In the minor unit of the currency. */
  readonly amount: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
}

/** Eight digits. Source: https://docs.stripe.com/api/payment_intents/create#create_payment_intent-amount */
export const LARGEST_AMOUNT = 99_999_999;

/** Stripe counts hundredths of them and takes whole units only. Source: https://docs.stripe.com/currencies#special-cases */
const WHOLE_UNITS_ONLY = new Set(['isk', 'ugx']);

/**
 * What is to be paid. The price of something sold by its price is looked up here, never taken from the client.
 *
 * @throws BillingFault INVALID_INPUT, PRICE_NOT_FOUND, PRICE_INACTIVE, STRIPE_UNAVAILABLE
 */
export async function amountToPay(wish: PaymentWish, prices: PriceForSale): Promise<PaymentAmount> {
  if (wish.priceId) return amountOfPrice(wish, await prices.find(wish.priceId, ['input', 'priceId']));
  const { amount, currency, quantity } = wish;
  if (quantity !== 1) throw invalid('quantity', 'quantity counts units of priceId; give the total as amount');
  if (amount === null || amount === undefined) throw invalid('amount', 'Give amount and currency, or priceId');
  if (!currency) throw invalid('currency', 'Give the currency of the amount');
  return checked({ amount, currency: currency.toLowerCase() }, 'amount');
}

function amountOfPrice(wish: PaymentWish, price: Stripe.Price): PaymentAmount {
  const { unit_amount: unitAmount, currency } = price;
  if (price.type !== 'one_time') {
    throw invalid(
      'priceId',
      `${price.id} is charged again and again: it is sold by a subscription, not by one payment`,
    );
  }
  if (unitAmount === null) throw invalid('priceId', `${price.id} has no amount in whole minor units`);
  const total = unitAmount * wish.quantity;
  if (wish.currency && wish.currency.toLowerCase() !== currency) {
    throw invalid('currency', `${price.id} is sold in ${currency.toUpperCase()}`);
  }
  if (typeof wish.amount === 'number' && wish.amount !== total) {
    throw invalid(
      'amount',
      `${wish.quantity} of ${price.id} cost ${total} ${currency.toUpperCase()} in the minor unit`,
    );
  }
  return checked({ amount: total, currency }, wish.quantity === 1 ? 'priceId' : 'quantity');
}

function checked(payment: PaymentAmount, field: string): PaymentAmount {
  const { amount, currency } = payment;
  if (amount < 1) throw invalid(field, 'The amount to pay must be positive');
  if (amount > LARGEST_AMOUNT) {
    throw invalid(field, `The amount to pay is more than Stripe takes at once, ${LARGEST_AMOUNT} in the minor unit`);
  }
  const step = smallestStep(currency);
  if (amount % step !== 0) throw invalid(field, `Amounts in ${currency.toUpperCase()} are multiples of ${step}`);
  return payment;
}

/** Source: https://docs.stripe.com/currencies#three-decimal */
function smallestStep(currency: string): number {
  if (WHOLE_UNITS_ONLY.has(currency)) return 100;
  return minorUnitDigits(currency) === 3 ? 10 : 1;
}

function invalid(argument: string, message: string): BillingFault {
  return new BillingFault(BillingErrorCode.INVALID_INPUT, message, { field: ['input', argument] });
}
