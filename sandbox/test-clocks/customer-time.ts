import { StripeFailure } from '../http/stripe-failure.js';
import type { BillingClock } from '../state/billing-clock.js';
import type { Ledger } from '../state/ledger.js';
import type { JsonObject } from '../state/wire.js';

/** The parameters that name whom a request is about. */
const NAMES = ['customer', 'subscription', 'invoice', 'test_clock'];

/** Lets each request happen in the time of the customer that it is about. */
export class CustomerTime {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: BillingClock,
  ) {}

  /**
   * @param path the ids in the request's path
   * @throws StripeFailure 429 for a change while the time of its customer is being advanced
   */
  within<R>(path: readonly string[], params: JsonObject, isChange: boolean, work: () => R): R {
    const ids = [...path, ...NAMES.map((name) => params[name])];
    for (const id of ids) {
      const clock = typeof id === 'string' ? this.#clockOf(id) : undefined;
      if (clock === undefined) continue;
      if (isChange && clock.status === 'advancing') throw advancing();
      return this.clock.at(clock.frozen_time, work);
    }
    return work();
  }

  /** As `within`, for the hosted pages, where one object stands for all. */
  of<R>(id: string | null, work: () => R): R {
    return this.within(id === null ? [] : [id], {}, true, work);
  }

  #clockOf(id: string) {
    const { customers, subscriptions, invoices, invoiceItems, paymentIntents, paymentMethods } = this.ledger;
    const { charges, refunds, setupIntents, checkoutSessions } = this.ledger;
    const paid = [paymentIntents, paymentMethods, setupIntents, charges, refunds];
    const owned = [invoices, invoiceItems, checkoutSessions, ...paid];
    const owner =
      subscriptions.get(id)?.customer ?? owned.map((kind) => kind.get(id)?.customer).find((found) => found) ?? id;
    const clock = typeof owner === 'string' ? (customers.get(owner)?.test_clock ?? owner) : undefined;
    return typeof clock === 'string' ? this.ledger.testClocks.get(clock) : undefined;
  }
}

function advancing(): StripeFailure {
  return new StripeFailure(429, {
    type: 'invalid_request_error',
    code: 'lock_timeout',
    message: 'Test clock advancement underway - cannot perform modifications until the clock is ready.',
  });
}
