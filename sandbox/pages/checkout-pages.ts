import express, { type Express, type RequestHandler } from 'express';
import type { CheckoutCompletion, CheckoutOutcome } from '../checkout/checkout-completion.js';
import type { SessionDiscounts } from '../checkout/session-discounts.js';
import type { CheckoutSession } from '../checkout/new-session.js';
import { keepingFailures } from '../http/kept-failure.js';
import { StripeFailure } from '../http/stripe-failure.js';
import type { PaymentMethods } from '../payment-methods/payment-methods.js';
import type { Clock } from '../state/clock.js';
import type { Ledger } from '../state/ledger.js';
import type { Store } from '../state/store.js';
import type { CustomerTime } from '../test-clocks/customer-time.js';
import { cardOf, type Entry, entryErrors, entryOf, type Field, type FieldErrors } from './card-entry.js';
import { bankPage, checkoutPage, endedPage, successAddress, unknownPage } from './checkout-page.js';
import { checkoutSummary } from './checkout-summary.js';
import { money } from './money.js';
import type { RefusedCode } from './promotion-field.js';

export interface CheckoutPageParts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly methods: PaymentMethods;
  readonly completion: CheckoutCompletion;
  readonly sessionDiscounts: SessionDiscounts;
  readonly time: CustomerTime;
  readonly clock: Clock;
}

/** What was entered, and why it did not pay. */
interface Attempt {
  /** Of the HTTP answer. */
  readonly status: number;
  readonly entry: Entry;
  readonly errors: FieldErrors;
  readonly refusal?: string;
  readonly refusedCode?: RefusedCode;
}

const FIRST_LOOK: Attempt = { status: 200, entry: entryOf({}), errors: {} };

/** Another address, or a page. */
type Answer = { readonly to: string } | { readonly status: number; readonly page: string };

const PAGE = '/c/pay/:id';
const PROMOTION = '/c/pay/:id/promotion-code';
const BANK = '/c/pay/:id/3d-secure';

/** Of every page for customers: kept by nobody, framed by nobody. */
export const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** The fields of the page that Stripe's parameters of a card stand in. */
export const FIELD_OF: Readonly<Record<string, Field>> = {
  number: 'number',
  exp_month: 'expiry',
  exp_year: 'expiry',
  cvc: 'cvc',
};

/** The hosted Checkout page, for people and browsers. Source: https://docs.stripe.com/payments/checkout/how-checkout-works */
export class CheckoutPages {
  constructor(private readonly parts: CheckoutPageParts) {}

  addTo(app: Express): void {
    const form = express.urlencoded({ extended: false, limit: '16kb' });
    app.get(
      PAGE,
      this.#answering((session) => this.#form(session)),
    );
    app.post(
      PAGE,
      form,
      this.#answering((session, body) => this.#pay(session, entryOf(body))),
    );
    app.post(
      PROMOTION,
      form,
      this.#answering((session, body) => this.#promotion(session, body)),
    );
    app.get(
      BANK,
      this.#answering((session) => this.#bank(session)),
    );
    app.post(
      BANK,
      form,
      this.#answering((session, body) => this.#authenticate(session, body)),
    );
  }

  /** Answers for sessions that are not there or over; an open one goes to `handle`. */
  #answering(handle: (session: CheckoutSession, body: unknown) => Answer): RequestHandler {
    return (request, response) => {
      const session = this.parts.ledger.checkoutSessions.get(String(request.params.id));
      const answer =
        session?.status === 'open'
          ? this.parts.time.of(session.id, () => handle(session, request.body))
          : ended(session, request.method === 'POST');
      response.set(HEADERS);
      if ('to' in answer) response.redirect(303, answer.to);
      else response.status(answer.status).type('html').send(answer.page);
    };
  }

  #pay(session: CheckoutSession, sent: Entry): Answer {
    const entry = { ...sent, email: this.#knownEmail(session) ?? sent.email };
    const { store, methods, completion, clock } = this.parts;
    const errors = entryErrors(entry, new Date(clock.milliseconds()));
    if (Object.keys(errors).length > 0) return this.#form(session, { status: 422, entry, errors });
    const payer = { email: entry.email, name: entry.name };
    return this.#settled(session, entry, () =>
      keepingFailures(store, () => {
        const method = methods.create({ type: 'card', card: cardOf(entry), billing_details: payer });
        return completion.complete(session.id, method.id, payer);
      }),
    );
  }

  /** Takes a promotion code, or takes it back. */
  #promotion(session: CheckoutSession, body: unknown): Answer {
    const { store, sessionDiscounts } = this.parts;
    const code =
      typeof body === 'object' && body !== null && 'code' in body ? String(body.code).trim().slice(0, 500) : '';
    try {
      store.transaction(() => (code === '' ? sessionDiscounts.clear(session) : sessionDiscounts.enter(session, code)));
      return { to: pathOf(session) };
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error;
      const refusedCode = { code, message: error.body.message };
      return this.#form(session, { ...FIRST_LOOK, status: error.status, refusedCode });
    }
  }

  #bank(session: CheckoutSession): Answer {
    const { pendingPaymentMethod } = this.parts.ledger.checkoutOrders.require(session.id);
    if (pendingPaymentMethod === null) return { to: pathOf(session) };
    const due = session.amount_total ?? 0;
    const amount = due === 0 ? undefined : money(due, session.currency ?? 'usd');
    return { status: 200, page: bankPage(`${pathOf(session)}/3d-secure`, amount) };
  }

  #authenticate(session: CheckoutSession, body: unknown): Answer {
    const { pendingPaymentMethod, pendingPayer } = this.parts.ledger.checkoutOrders.require(session.id);
    if (pendingPaymentMethod === null) return { to: pathOf(session) };
    const hasPassed = typeof body === 'object' && body !== null && 'outcome' in body && body.outcome === 'succeeded';
    return this.#settled(session, entryOf(pendingPayer), () =>
      this.parts.completion.authenticate(session.id, hasPassed ? 'succeeded' : 'failed'),
    );
  }

  /** Leads on from an outcome: to the shop, to the bank, or back to the form with the reason. */
  #settled(session: CheckoutSession, entry: Entry, work: () => CheckoutOutcome): Answer {
    try {
      const outcome = work();
      return outcome.status === 'requires_action'
        ? { to: `${pathOf(session)}/3d-secure` }
        : ended(outcome.session, true);
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error;
      const { message, param } = error.body;
      const field = FIELD_OF[param ?? ''];
      const reason = field === undefined ? { errors: {}, refusal: message } : { errors: { [field]: message } };
      return this.#form(session, { status: error.status, entry, ...reason });
    }
  }

  #form(session: CheckoutSession, attempt: Attempt = FIRST_LOOK): Answer {
    const { ledger, clock } = this.parts;
    const order = ledger.checkoutOrders.require(session.id);
    const knownEmail = this.#knownEmail(session);
    const { status, errors, refusal } = attempt;
    const entry = { ...attempt.entry, email: knownEmail ?? attempt.entry.email, cvc: '' };
    const summary = checkoutSummary(session, order, ledger, clock.now(), attempt.refusedCode);
    const page = checkoutPage(session, summary, { entry, errors, refusal, knownEmail, target: pathOf(session) });
    return { status, page };
  }

  #knownEmail(session: CheckoutSession): string | undefined {
    return session.customer_email || this.parts.ledger.customers.get(session.customer ?? '')?.email || undefined;
  }
}

function pathOf(session: CheckoutSession): string {
  return `/c/pay/${session.id}`;
}

/** @param isSent whether a form was sent: a second click on the button goes where the first one went */
function ended(session: CheckoutSession | undefined, isSent: boolean): Answer {
  if (session === undefined) return { status: 404, page: unknownPage() };
  const address = isSent && session.status === 'complete' ? successAddress(session) : undefined;
  if (address !== undefined) return { to: address };
  return { status: session.status === 'expired' ? 410 : 200, page: endedPage(session) };
}
