import type { Entry, Field, FieldErrors } from './card-entry.js';
import { TEST_CARDS } from './landing-page.js';
import { Html, html, table } from './page.js';

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
  const input = (field: Field, label: string, attributes: Html) =>
    inputOf(field, label, attributes, entry, errors, refusal === undefined ? Object.keys(errors)[0] : 'number');
  const email = html`type="email" autocomplete="email" placeholder="you@example.com"`;
  return html`<h2>Payment details</h2>
${refusal === undefined ? '' : html`<p class="alert" role="alert">${refusal}</p>`}
<form method="post" action="${target}" novalidate>
${input('email', 'Email', knownEmail === undefined ? email : html`${email} readonly`)}
${input('number', 'Card number', html`inputmode="numeric" autocomplete="cc-number" placeholder="1234 1234 1234 1234" maxlength="23"`)}
<div class="pair">
${input('expiry', 'Expiry', html`inputmode="numeric" autocomplete="cc-exp" placeholder="MM / YY" maxlength="9"`)}
${input('cvc', 'CVC', html`inputmode="numeric" autocomplete="cc-csc" placeholder="123" maxlength="4"`)}
</div>
${input('name', 'Name on card', html`autocomplete="cc-name" placeholder="Full name"`)}
<button class="act" type="submit">${action}</button>
</form>
<p class="note">A local stand-in for Stripe: no money moves.</p>
<details open><summary>Test cards</summary><div><p>Any future expiry, any CVC, any name.</p>
${table(TEST_CARDS.map(([number, outcome]) => [html`<code>${number}</code>`, outcome]))}</div></details>
<script>${new Html(GROUPING)}</script>`;
}

function inputOf(
  field: Field,
  label: string,
  attributes: Html,
  entry: Entry,
  errors: FieldErrors,
  atFault: string | undefined,
): Html {
  const message = errors[field];
  return html`<div class="field"><label for="${field}">${label}</label>
<input id="${field}" name="${field}" value="${entry[field]}" required ${attributes}${
    message === undefined ? '' : html` aria-invalid="true" aria-describedby="${field}-error"`
  }${field === atFault ? html` autofocus` : ''}>
${message === undefined ? '' : html`<p class="error" id="${field}-error">${message}</p>`}</div>`;
}

/** Groups the digits of a card number as the card shows them, and sets the slash of the expiry. */
const GROUPING = `
const number = document.getElementById('number'), expiry = document.getElementById('expiry');
const atEnd = (field) => field.selectionStart === null || field.selectionStart === field.value.length;
number.addEventListener('input', () => {
  if (!atEnd(number)) return;
  const digits = number.value.replace(/\\D/g, '').slice(0, 19);
  number.value = /^3[47]/.test(digits)
    ? [digits.slice(0, 4), digits.slice(4, 10), digits.slice(10)].filter(Boolean).join(' ')
    : digits.replace(/(.{4})(?=.)/g, '$1 ');
});
expiry.addEventListener('input', (event) => {
  if (!atEnd(expiry) || (event.inputType || '').startsWith('delete')) return;
  const digits = expiry.value.replace(/\\D/g, '').replace(/^([2-9])/, '0$1').slice(0, 4);
  expiry.value = digits.length < 2 ? digits : digits.slice(0, 2) + ' / ' + digits.slice(2);
});
`;
