import type { Notice } from '../billing-error/notice';
import type { ConfirmCheckoutMutation } from '../generated/operations';

type Payload = ConfirmCheckoutMutation['confirmCheckout'];
export type ConfirmedSubscription = NonNullable<Payload['subscription']>;
export type ConfirmedSession = NonNullable<Payload['session']>;

/** How far a checkout has come, as the success page knows it. */
export type Confirmation =
  | { readonly phase: 'confirming' }
  /** Not there yet, and asked again in a moment. */
  | { readonly phase: 'pending'; readonly lacks: 'payment' | 'subscription' }
  /** Still not there when the patience was used up. */
  | { readonly phase: 'overdue'; readonly lacks: 'payment' | 'subscription' }
  | {
      readonly phase: 'confirmed';
      readonly subscription: ConfirmedSubscription;
      readonly session: ConfirmedSession | null;
    }
  | { readonly phase: 'expired' }
  | { readonly phase: 'not-found' }
  | { readonly phase: 'failed'; readonly notice: Notice };
