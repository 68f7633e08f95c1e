import type { CheckoutSession } from '../checkout/new-session.js';
import { checkoutForm, type FormContent } from './checkout-form.js';
import { CHECKOUT_STYLE } from './checkout-style.js';
import type { Summary } from './checkout-summary.js';
import { documentOf, type Html, html } from './page.js';

const BADGE = html`<span class="badge">TEST MODE</span>`;

/** The hosted page of an open session: what is sold, and the form to pay for it. */
export function checkoutPage(session: CheckoutSession, summary: Summary, form: Omit<FormContent, 'action'>): string {
  const back = webAddress(session.cancel_url);
  return documentOf(
    summary.heading,
    CHECKOUT_STYLE,
    html`<main class="columns">
<section class="order" aria-label="Order summary"><div>
<div class="top">${back === undefined ? '' : html`<a class="back" href="${back}">← Cancel</a>`}${BADGE}</div>
<h1>${summary.heading}</h1>
${summary.markup}
</div></section>
<section class="pay" aria-label="Payment"><div>${checkoutForm({ ...form, action: summary.action })}</div></section>
</main>`,
  );
}

/**
 * The bank's page in the middle of a payment.
 *
 * @param target where the form is sent to
 * @param amount what is paid, formatted; undefined where nothing is due yet
 */
export function bankPage(target: string, amount: string | undefined): string {
  return alone(
    '3D Secure',
    html`<h1>3D Secure test page</h1>
<p class="quiet">Your bank asks you to confirm ${amount === undefined ? 'your card' : `the payment of ${amount}`}. In a live payment, this
page would be your bank's.</p>
<form method="post" action="${target}">
<button class="act" name="outcome" value="succeeded">Complete</button>
<button class="act plain" name="outcome" value="failed">Fail</button>
</form>`,
  );
}

/** What stands in the place of the form once a session has ended. */
export function endedPage(session: CheckoutSession): string {
  if (session.status === 'expired') {
    const back = webAddress(session.cancel_url);
    return alone(
      'This page has expired',
      html`<h1>This page has expired</h1>
<p class="quiet">The time to pay here has run out, and nothing was charged. Start again where you came from.</p>
${back === undefined ? '' : html`<a class="act" href="${back}">Go back</a>`}`,
    );
  }
  const next = successAddress(session);
  return alone(
    'All done',
    html`<h1>All done</h1><p class="quiet">This checkout was completed. You need not pay again.</p>
${next === undefined ? '' : html`<a class="act" href="${next}">Continue</a>`}`,
  );
}

export function unknownPage(): string {
  return alone(
    'Page not found',
    html`<h1>Page not found</h1><p class="quiet">No checkout has this address. Check that the whole link was copied.</p>`,
  );
}

/** Where a customer goes who has paid: the address with the session's id in the place kept for it. */
export function successAddress(session: CheckoutSession): string | undefined {
  return webAddress(session.success_url?.replaceAll('{CHECKOUT_SESSION_ID}', session.id));
}

function alone(title: string, body: Html): string {
  return documentOf(title, CHECKOUT_STYLE, html`<main class="alone">${BADGE}${body}</main>`);
}

/** The address where it leads to a page; one that would run a script leads nowhere. */
export function webAddress(address: string | null | undefined): string | undefined {
  return address && /^https?:\/\//i.test(address) ? address : undefined;
}
