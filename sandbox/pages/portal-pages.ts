import express, { type Express, type RequestHandler } from 'express';
import type { PortalLink, PortalSession, PortalSessions } from '../billing-portal/portal-sessions.js';
import type { Portal } from '../billing-portal/portal.js';
import type { Discounts } from '../discounts/discounts.js';
import { keepingFailures } from '../http/kept-failure.js';
import { StripeFailure } from '../http/stripe-failure.js';
import { AUTHENTICATION_FAILED } from '../payment-intents/authentication.js';
import type { PaymentMethods } from '../payment-methods/payment-methods.js';
import type { Clock } from '../state/clock.js';
import type { Ledger } from '../state/ledger.js';
import type { Store } from '../state/store.js';
import type { CustomerTime } from '../test-clocks/customer-time.js';
import { cardErrors, cardOf, type Entry, entryOf, type FieldErrors } from './card-entry.js';
import { bankPage } from './checkout-page.js';
import { FIELD_OF, HEADERS } from './checkout-pages.js';
import { type Account, accountOf } from './portal-account.js';
import { closedPortal, portalPage } from './portal-page.js';
import { cancelStep, cardStep } from './portal-steps.js';

export interface PortalPageParts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly methods: PaymentMethods;
  readonly discounts: Discounts;
  readonly portal: Portal;
  readonly portalSessions: PortalSessions;
  readonly time: CustomerTime;
  readonly clock: Clock;
}

/** Another address, or a page. */
type Answer = { readonly to: string } | { readonly status: number; readonly page: string };

/** One request to a portal that is open. */
interface Visit {
  readonly session: PortalSession;
  readonly account: Account;
  /** The first page of this portal. */
  readonly path: string;
  /** What the path names, such as a subscription. */
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What was done just before, by a name of `NOTICES`. */
  readonly done: string;
}

/** What the first page says after a change. */
const NOTICES: Readonly<Record<string, string>> = {
  canceled: 'Your plan was cancelled.',
  resumed: 'Your plan goes on.',
  saved: 'Your card was saved.',
};

const HOME = '/p/session/:secret';

/** The billing portal, for people and browsers. Source: https://docs.stripe.com/customer-management */
export class PortalPages {
  constructor(private readonly parts: PortalPageParts) {}

  addTo(app: Express): void {
    const form = express.urlencoded({ extended: false, limit: '16kb' });
    const get = (path: string, handle: (visit: Visit) => Answer) => app.get(HOME + path, this.#answering(handle));
    const post = (path: string, handle: (visit: Visit) => Answer) =>
      app.post(HOME + path, form, this.#answering(handle));
    get('', (visit) => this.#home(visit));
    get('/subscriptions/:id/cancel', (visit) => this.#askToCancel(visit));
    post('/subscriptions/:id/cancel', (visit) => this.#cancel(visit));
    post('/subscriptions/:id/resume', (visit) => this.#resume(visit));
    get('/payment-method', (visit) => this.#card(visit, { entry: entryOf({}) }));
    post('/payment-method', (visit) => this.#saveCard(visit));
    get('/3d-secure/:id', ({ path, id }) => ({ status: 200, page: bankPage(`${path}/3d-secure/${id}`, undefined) }));
    post('/3d-secure/:id', (visit) => this.#authenticate(visit));
  }

  /** Answers for portals that are closed; an open one goes to `handle`, in the time of its customer. */
  #answering(handle: (visit: Visit) => Answer): RequestHandler {
    return (request, response) => {
      const { ledger, time } = this.parts;
      const secret = String(request.params.secret);
      const link = ledger.portalLinks.get(secret);
      const answer = time.of(link?.session.customer ?? null, (): Answer => {
        const visited = this.#visited(link);
        if (visited === undefined) {
          const status = link === undefined ? 404 : 410;
          return { status, page: closedPortal(status === 410, link?.session.return_url ?? null) };
        }
        return handle({
          ...visited,
          path: `/p/session/${secret}`,
          id: String(request.params.id),
          body: (request.body ?? {}) as Visit['body'],
          done: String(request.query.done),
        });
      });
      response.set(HEADERS);
      if ('to' in answer) response.redirect(303, answer.to);
      else response.status(answer.status).type('html').send(answer.page);
    };
  }

  /** An open portal, which this visit keeps open for longer; undefined for one that is closed. */
  #visited(link: PortalLink | undefined): Pick<Visit, 'account' | 'session'> | undefined {
    const { store, ledger, portalSessions, discounts } = this.parts;
    const open = link && store.transaction(() => portalSessions.visit(link));
    const customer = ledger.customers.get(open?.session.customer ?? '');
    if (open === undefined || customer === undefined) return undefined;
    const configuration = ledger.portalConfigurations.require(open.session.configuration);
    return { session: open.session, account: accountOf(customer, configuration, ledger, discounts) };
  }

  #home({ session, account, path, done }: Visit): Answer {
    return { status: 200, page: portalPage(account, path, session.return_url, NOTICES[done]) };
  }

  #askToCancel({ account, path, id }: Visit): Answer {
    const { configuration, subscriptions } = account;
    const plan = subscriptions.find(({ subscription }) => subscription.id === id && subscription.cancel_at === null);
    if (plan === undefined || !configuration.features.subscription_cancel.enabled) return { to: path };
    return { status: 200, page: cancelStep(plan, configuration, path) };
  }

  #cancel(visit: Visit): Answer {
    const { account, id, body } = visit;
    const feedback = account.configuration.features.subscription_cancel.cancellation_reason.options.find(
      (option) => option === body.feedback,
    );
    const farewell = { comment: String(body.comment ?? '').slice(0, 1000), ...(feedback ? { feedback } : {}) };
    return this.#changing(visit, 'canceled', () =>
      this.parts.portal.cancel(account.customer.id, id, account.configuration, farewell),
    );
  }

  #resume(visit: Visit): Answer {
    return this.#changing(visit, 'resumed', () => this.parts.portal.resume(visit.account.customer.id, visit.id));
  }

  #card(
    { account, path }: Visit,
    attempt: { entry: Entry; errors?: FieldErrors; refusal?: string },
    status = 200,
  ): Answer {
    if (!account.configuration.features.payment_method_update.enabled) return { to: path };
    const entry = { ...attempt.entry, cvc: '' };
    return { status, page: cardStep(path, entry, attempt.errors ?? {}, attempt.refusal) };
  }

  #saveCard(visit: Visit): Answer {
    const { store, portal, methods, clock } = this.parts;
    const entry = entryOf(visit.body);
    const errors = cardErrors(entry, new Date(clock.milliseconds()));
    if (Object.keys(errors).length > 0) return this.#card(visit, { entry, errors }, 422);
    try {
      const waiting = keepingFailures(store, () => {
        const method = portal.enterCard(cardOf(entry), entry.name);
        if (methods.asksForAuthentication(method)) return method;
        portal.saveCard(visit.account.customer.id, method);
        return undefined;
      });
      return { to: waiting === undefined ? `${visit.path}?done=saved` : `${visit.path}/3d-secure/${waiting}` };
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error;
      const { message, param } = error.body;
      const field = FIELD_OF[param ?? ''];
      const reason = field === undefined ? { refusal: message } : { errors: { [field]: message } };
      return this.#card(visit, { entry, ...reason }, error.status);
    }
  }

  #authenticate(visit: Visit): Answer {
    const { store, portal, methods } = this.parts;
    const method = this.parts.ledger.paymentMethods.get(visit.id);
    if (method === undefined || method.customer !== null) return { to: visit.path };
    if (visit.body.outcome !== 'succeeded') {
      return this.#card(visit, { entry: entryOf({}), refusal: AUTHENTICATION_FAILED.message }, 402);
    }
    store.transaction(() => {
      methods.markAuthenticated(method.id);
      portal.saveCard(visit.account.customer.id, method.id);
    });
    return { to: `${visit.path}?done=saved` };
  }

  /** Carries out a change and leads to the first page, which says so or why it was refused. */
  #changing({ session, account, path }: Visit, done: string, work: () => unknown): Answer {
    try {
      this.parts.store.transaction(work);
      return { to: `${path}?done=${done}` };
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error;
      return { status: error.status, page: portalPage(account, path, session.return_url, error.body.message) };
    }
  }
}
