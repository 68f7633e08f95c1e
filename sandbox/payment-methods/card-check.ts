import { KeptFailure } from '../http/kept-failure.js';
import type { Decline } from './test-cards.js';

/** The 402 of a refused card. `extra` adds what the error shows beside it, such as `payment_intent`. */
export function cardFailure(decline: Decline, extra: Readonly<Record<string, unknown>> = {}): KeptFailure {
  return new KeptFailure(402, { type: 'card_error', ...decline, ...extra });
}

/** @throws StripeFailure 402 for a number, month, year or security code that no card can have */
export function checkCard(
  card: { number: string; expMonth: number; expYear: number; cvc: string | undefined },
  now: Date,
): void {
  if (!/^\d{12,19}$/.test(card.number) || !passesLuhn(card.number)) {
    throw cardFailure({ code: 'incorrect_number', message: 'Your card number is incorrect.', param: 'number' });
  }
  if (!(card.expMonth >= 1 && card.expMonth <= 12)) {
    throw cardFailure({
      code: 'invalid_expiry_month',
      message: "Your card's expiration month is invalid.",
      param: 'exp_month',
    });
  }
  const months = card.expYear * 12 + card.expMonth;
  if (!(months >= now.getUTCFullYear() * 12 + now.getUTCMonth() + 1) || card.expYear > now.getUTCFullYear() + 50) {
    throw cardFailure({
      code: 'invalid_expiry_year',
      message: "Your card's expiration year is invalid.",
      param: 'exp_year',
    });
  }
  if (card.cvc !== undefined && !/^\d{3,4}$/.test(card.cvc)) {
    throw cardFailure({ code: 'invalid_cvc', message: "Your card's security code is invalid.", param: 'cvc' });
  }
}

/** Whether the check digit of a card number is right. Source: https://en.wikipedia.org/wiki/Luhn_algorithm */
export function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
