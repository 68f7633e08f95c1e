import type { BillingErrorCode, BillingErrorPartsFragment } from '../generated/operations';
import type { Notice, Remedy } from './notice';

interface Advice {
  readonly title: string;
  readonly advice: string;
  readonly remedy: Remedy;
}

/** The errors that a buyer can meet; others are shown in the server's own words. */
const ADVICE: Partial<Record<BillingErrorCode, Advice>> = {
  ALREADY_SUBSCRIBED: {
    title: 'You already have this plan',
    advice: 'Nothing was charged. Choose another plan, or buy for another organization.',
    remedy: 'identify',
  },
  STRIPE_UNAVAILABLE: {
    title: 'Stripe cannot be reached right now',
    advice: 'Nothing was charged. Trying again is safe: it cannot charge twice.',
    remedy: 'retry',
  },
  CONFLICT: {
    title: 'Another change is under way',
    advice: 'Somebody is buying for this organization at the same moment. Try again shortly.',
    remedy: 'retry',
  },
  PLAN_NOT_FOUND: { title: 'This plan is no longer here', advice: 'Reload to see what is sold now.', remedy: 'reload' },
  PLAN_ARCHIVED: { title: 'This plan is no longer sold', advice: 'Reload to see what is sold now.', remedy: 'reload' },
  PRICE_NOT_FOUND: {
    title: 'This plan has no such price',
    advice: 'Choose the other billing interval, or reload to see the prices of today.',
    remedy: 'reload',
  },
  PRICE_INACTIVE: { title: 'This price has changed', advice: 'Reload to see the prices of today.', remedy: 'reload' },
  INVALID_INPUT: {
    title: 'The server did not accept this',
    advice: 'Check who is buying, then try again.',
    remedy: 'identify',
  },
  NOT_FOUND: {
    title: 'The server does not know this buyer',
    advice: 'Check who is buying, then try again.',
    remedy: 'identify',
  },
};

const UNFORESEEN: Advice = { title: 'That did not work', advice: 'Nothing was charged.', remedy: 'retry' };

/** Codes whose server message adds something to our advice: which field, which state. */
const SAYS_MORE: ReadonlySet<BillingErrorCode> = new Set(['INVALID_INPUT', 'NOT_FOUND']);

/** A billing error with what to do about it. */
export function billingErrorNotice(error: BillingErrorPartsFragment): Notice {
  const known = ADVICE[error.code];
  const { title, advice, remedy } = known ?? UNFORESEEN;
  const ownWords = !known || SAYS_MORE.has(error.code);
  return {
    title,
    advice: ownWords ? `${sentence(error.message)} ${advice}` : advice,
    remedy,
    reference: error.stripeRequestId,
  };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
