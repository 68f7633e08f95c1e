import type { Client } from 'urql';
import { PAGE_LOCALE } from '../api/page-locale';
import { typedDocument } from '../api/typed-document';
import { failureNotice } from '../billing-error/failure-notice';
import type { Notice } from '../billing-error/notice';
import { type BillingErrorPartsFragment, ConfirmCheckoutDocument } from '../generated/operations';
import type { Confirmation } from './confirmation';

const CONFIRM_CHECKOUT = typedDocument(ConfirmCheckoutDocument);

/** Asks once how far the checkout is. It changes nothing that is confirmed already, so it may be asked at will. */
export async function confirmCheckout(client: Client, sessionId: string): Promise<Confirmation> {
  const variables = { input: { sessionId }, locale: PAGE_LOCALE };
  const { data, error } = await client.mutation(CONFIRM_CHECKOUT, variables).toPromise();
  if (error) return { phase: 'failed', notice: confirmationFailure(failureNotice(error)) };
  const payload = data?.confirmCheckout;
  const [refusal] = payload?.errors ?? [];
  if (refusal) return refused(refusal);
  if (!payload?.subscription) return { phase: 'pending', lacks: 'subscription' };
  if (payload.subscription.status === 'INCOMPLETE') return { phase: 'pending', lacks: 'payment' };
  return { phase: 'confirmed', subscription: payload.subscription, session: payload.session };
}

function refused(error: BillingErrorPartsFragment): Confirmation {
  switch (error.code) {
    case 'CHECKOUT_NOT_PAID':
      return { phase: 'pending', lacks: 'payment' };
    case 'CHECKOUT_EXPIRED':
      return { phase: 'expired' };
    case 'NOT_FOUND':
      return { phase: 'not-found' };
    case 'STRIPE_UNAVAILABLE':
      return failed('Stripe cannot be reached right now', error);
    default:
      return failed('The checkout could not be confirmed', error);
  }
}

function failed(title: string, error: BillingErrorPartsFragment): Confirmation {
  const advice = `${error.message.replace(/\.?$/, '.')} What you paid is safe at Stripe; only this page lags behind.`;
  return { phase: 'failed', notice: { title, advice, remedy: 'retry', reference: error.stripeRequestId } };
}

function confirmationFailure(notice: Notice): Notice {
  if (notice.remedy !== 'retry') return notice;
  return { ...notice, advice: 'What you paid is safe at Stripe; only this page could not be filled in. Try again.' };
}
