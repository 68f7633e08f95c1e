import type { Ledger } from '../state/ledger.js';

const CARDS: readonly (readonly [string, string])[] = [
  ['4242 4242 4242 4242', 'pays'],
  ['4000 0025 0000 3155', 'asks for 3D Secure, then pays'],
  ['4000 0000 0000 0002', 'is declined'],
  ['4000 0000 0000 9995', 'is declined: insufficient funds'],
  ['4000 0000 0000 0341', 'can be saved, but every charge fails'],
];

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; color: #1a1f36; background: #f6f9fc; margin: 0; }
  main { max-width: 44rem; margin: 3rem auto; padding: 0 1.25rem; }
  section { background: #fff; border-radius: 12px; box-shadow: 0 2px 8px #1a1f3614; padding: 1rem 1.5rem; margin: 1.25rem 0; }
  h1 { font-size: 1.6rem; margin-bottom: .25rem; } h2 { font-size: 1rem; color: #556; }
  table { width: 100%; border-collapse: collapse; } td { padding: .35rem 0; border-top: 1px solid #eef; }
  tr:first-child td { border-top: 0; } td:last-child { text-align: right; color: #556; }
  code { font: .95em ui-monospace, monospace; }
  @media (prefers-color-scheme: dark) {
    body { color: #e6e9f2; background: #12141c; } section { background: #1c202c; } td { border-color: #2b3040; }
    h2, td:last-child { color: #a5adc0; }
  }
`;

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
  const cards = CARDS.map(([number, outcome]) => row(`<code>${number}</code>`, outcome));
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Stripe sandbox</title><style>${STYLE}</style></head>
<body><main>
<h1>A local Stripe</h1>
<p>This server stands in for <code>api.stripe.com</code> (API version <code>${apiVersion}</code>). No money moves.
Any key that begins with <code>sk_test_</code> is good.</p>
<section><h2>Test cards</h2><p>Any future date, any security code.</p><table>${cards.join('')}</table></section>
<section><h2>What it holds</h2><table>${counts.map(([name, count]) => row(name, String(count))).join('')}</table></section>
</main></body></html>`;
}

function row(left: string, right: string): string {
  return `<tr><td>${left}</td><td>${right}</td></tr>`;
}
