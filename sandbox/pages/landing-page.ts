import type { Ledger } from '../state/ledger.js';
import { html, page, table } from './page.js';

/** The numbers a person tries first, and what each does. */
export const TEST_CARDS: readonly (readonly [string, string])[] = [
  ['4242 4242 4242 4242', 'pays'],
  ['4000 0025 0000 3155', 'asks for 3D Secure, then pays'],
  ['4000 0000 0000 0002', 'is declined'],
  ['4000 0000 0000 9995', 'is declined: insufficient funds'],
  ['4000 0000 0000 0341', 'can be saved, but every charge fails'],
];

/** What a person sees who opens the sandbox's address in a browser. */
export function landingPage(ledger: Ledger, apiVersion: string): string {
  const counts: readonly (readonly [string, number])[] = [
    ['Products', ledger.products.size],
    ['Prices', ledger.prices.size],
    ['Customers', ledger.customers.size],
    ['Checkout sessions', ledger.checkoutSessions.size],
    ['Subscriptions', ledger.subscriptions.size],
    ['Invoices', ledger.invoices.size],
    ['Payment intents', ledger.paymentIntents.size],
    ['Webhook endpoints', ledger.webhookEndpoints.size],
    ['Events', ledger.events.size],
  ];
  return page(
    'Stripe sandbox',
    html`<h1>A local Stripe</h1>
<p>This server stands in for <code>api.stripe.com</code> (API version <code>${apiVersion}</code>). No money moves.
Any key that begins with <code>sk_test_</code> is good.</p>
<section><h2>Test cards</h2><p>Any future date, any security code.</p>
${table(TEST_CARDS.map(([number, outcome]) => [html`<code>${number}</code>`, outcome]))}</section>
<section><h2>What it holds</h2>${table(counts)}</section>`,
  );
}
