import type { Entry, FieldErrors } from './card-entry.js';
import { CARD_SCRIPT, cardFields, inputOf } from './card-fields.js';
import { TEST_CARDS } from './landing-page.js';
import { type Html, html, table } from './page.js';

/** What the form shows. */
export interface FormContent {
  readonly entry: Entry;
  readonly errors: FieldErrors;
  /** Why the card was refused, where no single field is at fault. */
  readonly refusal: string | undefined;
  /** The email that the session settles, which the person cannot change here. */
  readonly knownEmail: string | undefined;
  readonly action: string;
  /** Where the form is sent to. */
  readonly target: string;
}

/** The form of the hosted page. It works without JavaScript; the script only groups the digits. */
export function checkoutForm({ entry, errors, refusal, knownEmail, action, target }: FormContent): Html {
  const entered = { entry, errors, isRefused: refusal !== undefined };
  const email = html`type="email" autocomplete="email" placeholder="you@example.com"`;
  return html`<h2>Payment details</h2>
${refusal === undefined ? '' : html`<p class="alert" role="alert">${refusal}</p>`}
<form method="post" action="${target}" novalidate>
${inputOf('email', 'Email', knownEmail === undefined ? email : html`${email} readonly`, entered)}
${cardFields(entered)}
<button class="act" type="submit">${action}</button>
</form>
<p class="note">A local stand-in for Stripe: no money moves.</p>
<details open><summary>Test cards</summary><div><p>Any future expiry, any CVC, any name.</p>
${table(TEST_CARDS.map(([number, outcome]) => [html`<code>${number}</code>`, outcome]))}</div></details>
${CARD_SCRIPT}`;
}
