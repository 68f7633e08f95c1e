import { webAddress } from './checkout-page.js';
import { money } from './money.js';
import { documentOf, type Html, html } from './page.js';
import type { Account, Plan } from './portal-account.js';
import { PORTAL_STYLE } from './portal-style.js';

const BADGE = html`<span class="badge">TEST MODE</span>`;

/** The first page of the portal: plans, card and invoices. */
export function portalPage(account: Account, path: string, returnUrl: string | null, notice?: string): string {
  const { customer, configuration, subscriptions, invoices } = account;
  const { features, business_profile: profile } = configuration;
  return portalDocument(
    'Billing',
    html`<div class="top">${backLink(returnUrl)}${BADGE}</div>
<h1>${profile.headline ?? 'Billing'}</h1><p class="lead">${[customer.name, customer.email].filter(Boolean).join(' · ')}</p>
${notice === undefined ? '' : html`<p class="notice" role="status">${notice}</p>`}
<section class="panel" aria-labelledby="plans"><h2 id="plans">${subscriptions.length > 1 ? 'Current plans' : 'Current plan'}</h2>
${
  subscriptions.length === 0
    ? html`<p class="quiet">You have no plan at the moment.</p>`
    : subscriptions.map((plan) => planRow(plan, path, features.subscription_cancel.enabled))
}</section>
<section class="panel" aria-labelledby="card"><h2 id="card">Payment method</h2>${cardRow(account, path)}</section>
${
  features.invoice_history.enabled
    ? html`<section class="panel" aria-labelledby="history"><h2 id="history">Invoices</h2>
${invoices.length === 0 ? html`<p class="quiet">There are no invoices yet.</p>` : html`<ul class="invoices">${invoices.map(invoiceRow)}</ul>`}</section>`
    : ''
}
${footer(profile)}`,
  );
}

/** A page of the portal with one thing on it, and a way back to the first one. */
export function portalStep(title: string, path: string, body: Html): string {
  return portalDocument(
    title,
    html`<div class="top"><a class="back" href="${path}">← Billing</a>${BADGE}</div>
<section class="panel narrow">${body}</section>`,
  );
}

/** What stands in the place of a portal whose address is wrong or has run out. */
export function closedPortal(hasExpired: boolean, returnUrl: string | null): string {
  const [title, text] = hasExpired
    ? [
        'This link has expired',
        'For your safety, billing pages close after a while. Open this one again from where you came.',
      ]
    : ['Page not found', 'No billing page has this address. Check that the whole link was copied.'];
  return documentOf(
    title,
    PORTAL_STYLE,
    html`<main class="alone">${BADGE}<h1>${title}</h1><p class="quiet">${text}</p>
${returnUrl === null || webAddress(returnUrl) === undefined ? '' : html`<a class="act" href="${returnUrl}">Go back</a>`}</main>`,
  );
}

/** Such as `November 25, 2026`. */
export function longDate(seconds: number): string {
  return new Date(seconds * 1000).toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });
}

function portalDocument(title: string, body: Html): string {
  return documentOf(title, PORTAL_STYLE, html`<main class="portal">${body}</main>`);
}

function backLink(returnUrl: string | null): Html {
  const address = webAddress(returnUrl);
  return address === undefined ? html`<span></span>` : html`<a class="back" href="${address}">← Return</a>`;
}

function planRow(plan: Plan, path: string, canCancel: boolean): Html {
  const { subscription, name } = plan;
  const target = `${path}/subscriptions/${subscription.id}`;
  const isEnding = subscription.cancel_at !== null;
  const button = isEnding
    ? html`<form method="post" action="${target}/resume"><button class="small main">Keep plan<span class="unseen"> ${name}</span></button></form>`
    : canCancel
      ? html`<a class="small" href="${target}/cancel">Cancel plan<span class="unseen"> ${name}</span></a>`
      : '';
  return html`<div class="row"><div><h3>${name}${tagOf(plan)}</h3>
<p class="fee">${feeOf(plan)}</p><p class="quiet">${outlook(plan)}</p></div>${button}</div>`;
}

function tagOf({ subscription: { status, cancel_at: cancelAt } }: Plan): Html | string {
  if (cancelAt !== null) return html` <span class="tag soon">Ends ${longDate(cancelAt)}</span>`;
  if (status === 'trialing') return html` <span class="tag">Trial</span>`;
  if (status === 'past_due' || status === 'unpaid') return html` <span class="tag wrong">Payment due</span>`;
  return status === 'active' ? '' : html` <span class="tag">${status.replaceAll('_', ' ')}</span>`;
}

function feeOf({ amount, isMetered, subscription }: Plan): string {
  const { interval = 'month', interval_count: count = 1 } = subscription.items.data[0]?.price.recurring ?? {};
  const each = count === 1 ? `per ${interval}` : `every ${count} ${interval}s`;
  if (isMetered && amount === 0) return `Pay as you go, billed ${each}`;
  return `${money(amount, subscription.currency)} ${each}${isMetered ? ' plus usage' : ''}`;
}

function outlook({ nextInvoiceAt, nextAmount, isMetered, subscription }: Plan): string {
  if (nextInvoiceAt === null)
    return `Your plan stays until ${longDate(subscription.cancel_at ?? 0)}. You will not be charged again.`;
  const usage = isMetered ? (nextAmount === 0 ? 'your usage' : ' plus usage') : '';
  const due = isMetered && nextAmount === 0 ? usage : `${money(nextAmount, subscription.currency)}${usage}`;
  return `Next invoice on ${longDate(nextInvoiceAt)} for ${due}`;
}

function cardRow({ card, configuration }: Account, path: string): Html {
  const shown = card?.card;
  const button = html`<a class="small" href="${path}/payment-method">${shown ? 'Change card' : 'Add card'}</a>`;
  return html`<div class="row"><div>${
    shown
      ? html`<h3>${brandName(shown.brand)} ending in ${shown.last4}</h3><p class="quiet">Expires ${String(shown.exp_month).padStart(2, '0')} / ${shown.exp_year}</p>`
      : html`<p class="quiet">No card is saved.</p>`
  }</div>${configuration.features.payment_method_update.enabled ? button : ''}</div>`;
}

function invoiceRow(invoice: Account['invoices'][number]): Html {
  const tag = { open: html`<span class="tag wrong">Due</span>`, paid: html`<span class="tag">Paid</span>` }[
    String(invoice.status)
  ];
  return html`<li><a href="${invoice.hosted_invoice_url}">${longDate(invoice.created)}<span class="unseen">, invoice ${invoice.number}</span></a>
<span class="sum">${money(invoice.total, invoice.currency)}</span>${tag ?? html`<span class="tag">${invoice.status}</span>`}</li>`;
}

function footer(profile: Account['configuration']['business_profile']): Html | string {
  const links = [
    ['Privacy', webAddress(profile.privacy_policy_url)],
    ['Terms', webAddress(profile.terms_of_service_url)],
  ].filter((link) => link[1] !== undefined);
  const shown = links.map(([name, address]) => html` <a href="${address}">${name}</a>`);
  return html`<p class="note">A local stand-in for Stripe: no money moves.${shown}</p>`;
}

function brandName(brand: string): string {
  const known: Readonly<Record<string, string>> = { amex: 'American Express', jcb: 'JCB', unionpay: 'UnionPay' };
  return known[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1);
}
