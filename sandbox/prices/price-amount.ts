import { invalidRequest, missingParameter } from '../http/failures.js';

export interface PriceAmount {
  /** Whole minor units; null where the decimal has a fraction. */
  readonly unit_amount: number | null;
  /** Minor units with up to twelve decimal places. */
  readonly unit_amount_decimal: string;
}

/**
 * Both forms of a unit price from whichever one was sent.
 * Source: https://docs.stripe.com/api/prices/create#create_price-unit_amount_decimal
 *
 * @throws StripeFailure for none, for both, for a negative or malformed one
 */
export function priceAmount(params: {
  readonly unit_amount?: number;
  readonly unit_amount_decimal?: string;
}): PriceAmount {
  const { unit_amount: amount, unit_amount_decimal: decimal } = params;
  if (amount !== undefined && decimal !== undefined) {
    throw invalidRequest(
      'You may only specify one of these parameters: unit_amount, unit_amount_decimal.',
      'unit_amount',
    );
  }
  if (amount !== undefined) {
    if (amount < 0) throw invalidRequest('Invalid non-negative integer', 'unit_amount', 'parameter_invalid_integer');
    return { unit_amount: amount, unit_amount_decimal: String(amount) };
  }
  if (decimal === undefined) throw missingParameter('unit_amount');
  const text = String(decimal);
  if (!/^\d+(\.\d{1,12})?$/.test(text)) {
    throw invalidRequest(
      `Invalid decimal: ${text}; must be a non-negative number with at most 12 decimal places`,
      'unit_amount_decimal',
    );
  }
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return { unit_amount: trimmed.includes('.') ? null : Number(trimmed), unit_amount_decimal: trimmed };
}
