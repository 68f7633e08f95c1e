import type { PortalConfiguration } from '../billing-portal/portal-configurations.js';
import type { Entry, FieldErrors } from './card-entry.js';
import { CARD_SCRIPT, cardFields } from './card-fields.js';
import { TEST_CARDS } from './landing-page.js';
import { html, table } from './page.js';
import type { Plan } from './portal-account.js';
import { longDate, portalStep } from './portal-page.js';

const REASONS: Readonly<Record<string, string>> = {
  customer_service: 'Customer service was less than expected',
  low_quality: 'Quality was less than expected',
  missing_features: 'Some features are missing',
  other: 'Other reason',
  switched_service: 'I’m switching to a different service',
  too_complex: 'Ease of use was less than expected',
  too_expensive: 'It’s too expensive',
  unused: 'I don’t use the service enough',
};

/** Asks whether a plan shall really end, and why. */
export function cancelStep(plan: Plan, configuration: PortalConfiguration, path: string): string {
  const { mode, cancellation_reason: reason } = configuration.features.subscription_cancel;
  const end = Math.min(...plan.subscription.items.data.map((item) => item.current_period_end));
  return portalStep(
    'Cancel your plan',
    path,
    html`<h1>Cancel ${plan.name}?</h1>
<p class="quiet">${
      mode === 'immediately'
        ? 'Your plan ends now.'
        : `Your plan stays until ${longDate(end)} and is not charged again. Until then you can change your mind.`
    }</p>
<form method="post" action="${path}/subscriptions/${plan.subscription.id}/cancel">
${
  reason.enabled
    ? html`<fieldset><legend>Why are you leaving? (optional)</legend>${reason.options.map(
        (option) =>
          html`<label class="choice"><input type="radio" name="feedback" value="${option}">${REASONS[option] ?? option}</label>`,
      )}</fieldset>
<div class="said"><label for="comment">Anything else? (optional)</label><textarea id="comment" name="comment" maxlength="1000"></textarea></div>`
    : ''
}
<button class="act danger">Cancel plan</button><a class="act plain" href="${path}">Keep plan</a></form>`,
  );
}

/** Asks for the card of all later payments. */
export function cardStep(path: string, entry: Entry, errors: FieldErrors, refusal: string | undefined): string {
  return portalStep(
    'Change your card',
    path,
    html`<h1>Change your card</h1><p class="quiet lead">All later invoices are charged to it.</p>
${refusal === undefined ? '' : html`<p class="alert" role="alert">${refusal}</p>`}
<form method="post" action="${path}/payment-method" novalidate>${cardFields({ entry, errors, isRefused: refusal !== undefined })}
<button class="act">Save card</button></form>
<details><summary>Test cards</summary><div>Any future expiry, any CVC.
${table(TEST_CARDS.map(([number, outcome]) => [html`<code>${number}</code>`, outcome]))}</div></details>
${CARD_SCRIPT}`,
  );
}
