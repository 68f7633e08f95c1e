import type { Express } from 'express';
import { type CheckoutPageParts, CheckoutPages } from './checkout-pages.js';
import { invoicePage } from './invoice-page.js';
import { landingPage } from './landing-page.js';
import { type PortalPageParts, PortalPages } from './portal-pages.js';
import { addThreeDSecurePages, type ThreeDSecureParts } from './three-d-secure-pages.js';

export interface PageParts extends CheckoutPageParts, PortalPageParts, ThreeDSecureParts {
  readonly apiVersion: string;
}

/** The pages for people, the hosted Checkout page among them; elsewhere an unknown id falls through to the API's 404. */
export function addPages(app: Express, parts: PageParts): void {
  const { ledger, apiVersion } = parts;
  new CheckoutPages(parts).addTo(app);
  new PortalPages(parts).addTo(app);
  addThreeDSecurePages(app, parts);
  app.get('/', (_request, response) => {
    response.type('html').send(landingPage(ledger, apiVersion));
  });
  app.get('/invoice/:id', (request, response, next) => {
    const invoice = ledger.invoices.get(request.params.id);
    if (invoice === undefined || invoice.status === 'draft') return next();
    response.type('html').send(invoicePage(invoice));
  });
}
