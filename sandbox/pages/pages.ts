import express, { type Express } from 'express';
import { keepingFailures } from '../http/kept-failure.js';
import { StripeFailure } from '../http/stripe-failure.js';
import type { PaymentIntents } from '../payment-intents/payment-intents.js';
import { type CheckoutPageParts, CheckoutPages } from './checkout-pages.js';
import { invoicePage } from './invoice-page.js';
import { landingPage } from './landing-page.js';
import { returnAddress, threeDSecurePage } from './three-d-secure-page.js';

export interface PageParts extends CheckoutPageParts {
  readonly intents: PaymentIntents;
  readonly apiVersion: string;
}

/** The pages for people, the hosted Checkout page among them; elsewhere an unknown id falls through to the API's 404. */
export function addPages(app: Express, parts: PageParts): void {
  const { store, ledger, intents, apiVersion, time } = parts;
  new CheckoutPages(parts).addTo(app);
  app.get('/', (_request, response) => {
    response.type('html').send(landingPage(ledger, apiVersion));
  });
  app.get('/invoice/:id', (request, response, next) => {
    const invoice = ledger.invoices.get(request.params.id);
    if (invoice === undefined || invoice.status === 'draft') return next();
    response.type('html').send(invoicePage(invoice));
  });
  app.get('/3d-secure/:id', (request, response, next) => {
    const intent = ledger.paymentIntents.get(request.params.id);
    if (intent === undefined) return next();
    response.type('html').send(threeDSecurePage(intent));
  });
  app.post('/3d-secure/:id', express.urlencoded({ extended: false }), (request, response, next) => {
    const before = ledger.paymentIntents.get(String(request.params.id));
    if (before === undefined) return next();
    const body: unknown = request.body;
    const hasPassed = typeof body === 'object' && body !== null && 'outcome' in body && body.outcome === 'succeeded';
    try {
      if (before.status === 'requires_action') {
        const outcome = hasPassed ? 'succeeded' : 'failed';
        keepingFailures(store, () => time.of(before.id, () => intents.authenticate(before.id, outcome)));
      }
    } catch (error) {
      // A refusal is the outcome that the customer is sent back with; the intent tells of it.
      if (!(error instanceof StripeFailure)) throw error;
    }
    const intent = intents.require(before.id);
    const address = returnAddress(intent, before.next_action?.redirect_to_url?.return_url);
    if (address === undefined) response.type('html').send(threeDSecurePage(intent));
    else response.redirect(303, address);
  });
}
