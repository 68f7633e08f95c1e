import express, { type Express } from 'express';
import { keepingFailures } from '../http/kept-failure.js';
import { StripeFailure } from '../http/stripe-failure.js';
import type { PaymentIntents } from '../payment-intents/payment-intents.js';
import type { SetupIntents } from '../setup-intents/setup-intents.js';
import type { Ledger } from '../state/ledger.js';
import type { Store } from '../state/store.js';
import type { CustomerTime } from '../test-clocks/customer-time.js';
import { type AuthenticatedIntent, returnAddress, threeDSecurePage } from './three-d-secure-page.js';

export interface ThreeDSecureParts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly intents: PaymentIntents;
  readonly setupIntents: SetupIntents;
  readonly time: CustomerTime;
}

const PAGE = '/3d-secure/:id';

/** The bank's page in the middle of a payment or a setup. */
export function addThreeDSecurePages(app: Express, parts: ThreeDSecureParts): void {
  const { store, ledger, intents, setupIntents, time } = parts;
  const found = (id: string): AuthenticatedIntent | undefined =>
    ledger.paymentIntents.get(id) ?? ledger.setupIntents.get(id);
  app.get(PAGE, (request, response, next) => {
    const intent = found(request.params.id);
    if (intent === undefined) return next();
    response.type('html').send(threeDSecurePage(intent));
  });
  app.post(PAGE, express.urlencoded({ extended: false }), (request, response, next) => {
    const id = String(request.params.id);
    const before = found(id);
    if (before === undefined) return next();
    const body: unknown = request.body;
    const hasPassed = typeof body === 'object' && body !== null && 'outcome' in body && body.outcome === 'succeeded';
    try {
      if (before.status === 'requires_action') {
        const outcome = hasPassed ? 'succeeded' : 'failed';
        const owner = before.object === 'payment_intent' ? intents : setupIntents;
        keepingFailures(store, () => time.of(id, (): AuthenticatedIntent => owner.authenticate(id, outcome)));
      }
    } catch (error) {
      // A refusal is the outcome that the customer is sent back with; the intent tells of it.
      if (!(error instanceof StripeFailure)) throw error;
    }
    const intent = found(id) ?? before;
    const address = returnAddress(intent, before.next_action?.redirect_to_url?.return_url);
    if (address === undefined) response.type('html').send(threeDSecurePage(intent));
    else response.redirect(303, address);
  });
}
