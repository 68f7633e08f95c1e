import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { ChangeQuote } from './change-quote.js';

const FIELD = { field: ['input', 'quoteId'] };

/** It was never given by this server, or not for this. */
export function unusableQuote(message: string): BillingFault {
  return new BillingFault(BillingErrorCode.INVALID_INPUT, message, FIELD);
}

export function quoteExpired(at: Date): BillingFault {
  return new BillingFault(
    BillingErrorCode.QUOTE_EXPIRED,
    `The quote was valid until ${at.toISOString()}; ask subscriptionChangePreview for a new one`,
    { ...FIELD, details: { expiredAt: at.toISOString() } },
  );
}

export function quoteUsed(): BillingFault {
  return new BillingFault(
    BillingErrorCode.CONFLICT,
    'The quote was used already; ask subscriptionChangePreview for a new one to change the subscription again',
    FIELD,
  );
}

/** In its `details`, amounts in the minor unit: `old` and `new` are what is due at once. */
export function quoteChanged(
  { currency, amountDueNow, nextInvoiceTotal }: ChangeQuote,
  now: Pick<ChangeQuote, 'amountDueNow' | 'nextInvoiceTotal'>,
): BillingFault {
  return new BillingFault(
    BillingErrorCode.QUOTE_CHANGED,
    'What the change costs moved since the quote, and nothing was changed; show the new amounts and ask again',
    {
      ...FIELD,
      details: {
        currency: currency.toUpperCase(),
        old: amountDueNow,
        new: now.amountDueNow,
        nextInvoiceTotal: { old: nextInvoiceTotal, new: now.nextInvoiceTotal },
      },
    },
  );
}
