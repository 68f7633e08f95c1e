import type { PaymentIntent } from '../payment-intents/payment-intents.js';
import type { SetupIntent } from '../setup-intents/new-setup-intent.js';
import { html, page } from './page.js';

/** What a bank may ask a customer to confirm. */
export type AuthenticatedIntent = PaymentIntent | SetupIntent;

/** The bank's page behind `next_action.redirect_to_url.url` of an intent. */
export function threeDSecurePage(intent: AuthenticatedIntent): string {
  if (intent.status !== 'requires_action') {
    return page(
      '3D Secure',
      html`<h1>Nothing to authenticate</h1><p>This ${intent.object === 'payment_intent' ? 'payment' : 'setup'} has the status ${intent.status}.</p>`,
    );
  }
  return page(
    '3D Secure',
    html`<h1>3D Secure test page</h1>
<section><p>Your bank asks you to confirm ${intent.object === 'payment_intent' ? `the payment ${intent.id}` : 'your card'}.</p>
<form method="post"><button name="outcome" value="succeeded">Complete</button>
<button class="plain" name="outcome" value="failed">Fail</button></form></section>`,
  );
}

/** Where the customer goes afterwards, with what Stripe adds to the address; undefined where none was named. */
export function returnAddress(intent: AuthenticatedIntent, returnUrl: string | null | undefined): string | undefined {
  if (!returnUrl) return undefined;
  const url = new URL(returnUrl);
  url.searchParams.set(intent.object, intent.id);
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret ?? '');
  url.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed');
  return url.href;
}
