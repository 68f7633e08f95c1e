import type { Entry, Field, FieldErrors } from './card-entry.js';
import { Html, html } from './page.js';

/** What stood in the fields, and what came of it. */
export interface Entered {
  readonly entry: Entry;
  readonly errors: FieldErrors;
  /** Whether the card was refused, so that another number is to be typed. */
  readonly isRefused: boolean;
}

/** One labelled field, with what is wrong with it; the field to begin at has the focus. */
export function inputOf(field: Field, label: string, attributes: Html, { entry, errors, isRefused }: Entered): Html {
  const message = errors[field];
  const begin = isRefused ? 'number' : Object.keys(errors)[0];
  return html`<div class="field"><label for="${field}">${label}</label>
<input id="${field}" name="${field}" value="${entry[field]}" required ${attributes}${
    message === undefined ? '' : html` aria-invalid="true" aria-describedby="${field}-error"`
  }${field === begin ? html` autofocus` : ''}>
${message === undefined ? '' : html`<p class="error" id="${field}-error">${message}</p>`}</div>`;
}

/** The fields of a card. */
export function cardFields(entered: Entered): Html {
  const input = (field: Field, label: string, attributes: Html) => inputOf(field, label, attributes, entered);
  return html`${input('number', 'Card number', html`inputmode="numeric" autocomplete="cc-number" placeholder="1234 1234 1234 1234" maxlength="23"`)}
<div class="pair">
${input('expiry', 'Expiry', html`inputmode="numeric" autocomplete="cc-exp" placeholder="MM / YY" maxlength="9"`)}
${input('cvc', 'CVC', html`inputmode="numeric" autocomplete="cc-csc" placeholder="123" maxlength="4"`)}
</div>
${input('name', 'Name on card', html`autocomplete="cc-name" placeholder="Full name"`)}`;
}

/** Groups the digits of a card number as the card shows them, and sets the slash of the expiry. */
export const CARD_SCRIPT: Html = new Html(`<script>
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
</script>`);
