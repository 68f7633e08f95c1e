import type Stripe from 'stripe';
import { changeParams } from './change-params.js';
import { type ObjectPage, type PagePlace, placeParams } from './object-page.js';
import type { StripeCalls } from './stripe-calls.js';

export interface NewSubscription {
  readonly customerId: string;
  readonly priceId: string;
  readonly quantity: number;
  readonly trialDays: number;
  /** Whether the first payment is tried with the customer's card now; else the customer confirms it with a secret. */
  readonly chargesNow: boolean;
  readonly metadata: Record<string, string>;
}

/** What an item becomes. */
export interface ItemChange {
  readonly itemId: string;
  /** Null keeps the price, also one that is no longer sold. */
  readonly priceId: string | null;
  /** Null for a metered price. */
  readonly quantity: number | null;
}

export interface SubscriptionChanges {
  readonly items: readonly ItemChange[];
  readonly prorationBehavior: 'create_prorations' | 'always_invoice' | 'none';
  /** The moment, in Unix seconds, as of which is prorated; absent: when the change is made. Not with `none`. */
  readonly prorationDate?: number | null;
  readonly metadata: Record<string, string>;
}

/** What of a subscription is shown whole: by how much and for how long its price is lowered. */
const DISCOUNTS = ['discounts.source.coupon'];

/** Source: https://docs.stripe.com/api/subscriptions */
export class SubscriptionGateway {
  constructor(private readonly calls: StripeCalls) {}

  /** Null when Stripe does not know the id; an ended subscription is still known. */
  find(id: string): Promise<Stripe.Subscription | null> {
    return this.calls.find('subscriptions.retrieve', (stripe) =>
      stripe.subscriptions.retrieve(id, { expand: DISCOUNTS }),
    );
  }

  /** All, ended ones too. */
  page(place: PagePlace): Promise<ObjectPage<Stripe.Subscription>> {
    return this.calls.run('subscriptions.list', (stripe) =>
      stripe.subscriptions.list({
        ...placeParams(place),
        status: 'all',
        expand: DISCOUNTS.map((path) => `data.${path}`),
      }),
    );
  }

  /**
   * Without a payment now the subscription is `incomplete` until its customer has paid, where there is something to pay.
   * Source: https://docs.stripe.com/api/subscriptions/create#create_subscription-payment_behavior
   */
  create(subscription: NewSubscription, idempotencyKey: string): Promise<Stripe.Subscription> {
    const { customerId, priceId, quantity, trialDays, chargesNow, metadata } = subscription;
    return this.calls.run('subscriptions.create', (stripe) =>
      stripe.subscriptions.create(
        {
          customer: customerId,
          items: [{ price: priceId, quantity }],
          payment_behavior: chargesNow ? 'allow_incomplete' : 'default_incomplete',
          // The card by which the customer pays the first invoice is to pay the next ones too.
          ...(chargesNow ? {} : { payment_settings: { save_default_payment_method: 'on_subscription' } }),
          metadata,
          expand: DISCOUNTS,
          ...(trialDays > 0 ? { trial_period_days: trialDays } : {}),
        },
        { idempotencyKey },
      ),
    );
  }

  /**
   * The secret with which a frontend lets the customer pay the first invoice or, in a trial, leave a card; null when
   * there is nothing to do. Source: https://docs.stripe.com/api/invoices/object#invoice_object-confirmation_secret
   */
  clientSecretOf(id: string): Promise<string | null> {
    return this.calls.run('subscriptions.retrieve', async (stripe) => {
      const { latest_invoice: invoice, pending_setup_intent: setup } = await stripe.subscriptions.retrieve(id, {
        expand: ['latest_invoice.confirmation_secret', 'pending_setup_intent'],
      });
      const payment = typeof invoice === 'object' ? invoice?.confirmation_secret?.client_secret : null;
      return payment ?? (typeof setup === 'object' ? setup?.client_secret : null) ?? null;
    });
  }

  /**
   * Changes what is subscribed, or nothing at all when the payment that is due for it fails.
   * Source: https://docs.stripe.com/billing/subscriptions/upgrade-downgrade
   */
  change(id: string, changes: SubscriptionChanges, idempotencyKey: string): Promise<Stripe.Subscription> {
    return this.#update(id, idempotencyKey, {
      ...changeParams(changes),
      payment_behavior: 'error_if_incomplete',
      metadata: changes.metadata,
    });
  }

  /** Lets it end by itself. Source: https://docs.stripe.com/billing/subscriptions/cancel */
  cancelAtPeriodEnd(id: string, comment: string | null, idempotencyKey: string): Promise<Stripe.Subscription> {
    return this.#update(id, idempotencyKey, { cancel_at_period_end: true, ...saying(comment) });
  }

  /** Takes back a cancellation at the period's end, which clears the moment of the end too. */
  keepAfterPeriodEnd(id: string, idempotencyKey: string): Promise<Stripe.Subscription> {
    return this.#update(id, idempotencyKey, { cancel_at_period_end: false });
  }

  /** Takes back a cancellation at a set moment. */
  clearCancelAt(id: string, idempotencyKey: string): Promise<Stripe.Subscription> {
    return this.#update(id, idempotencyKey, { cancel_at: '' });
  }

  /** Ends it now; nothing is paid back. Null when it has ended already. */
  cancelNow(id: string, comment: string | null, idempotencyKey: string): Promise<Stripe.Subscription | null> {
    return this.calls.find('subscriptions.cancel', (stripe) =>
      stripe.subscriptions.cancel(id, { ...saying(comment), expand: DISCOUNTS }, { idempotencyKey }),
    );
  }

  /** Begins a new period of a paused one. Source: https://docs.stripe.com/api/subscriptions/resume */
  resume(id: string, idempotencyKey: string): Promise<Stripe.Subscription> {
    return this.calls.run('subscriptions.resume', (stripe) =>
      stripe.subscriptions.resume(id, { expand: DISCOUNTS }, { idempotencyKey }),
    );
  }

  #update(id: string, idempotencyKey: string, params: Stripe.SubscriptionUpdateParams): Promise<Stripe.Subscription> {
    return this.calls.run('subscriptions.update', (stripe) =>
      stripe.subscriptions.update(id, { ...params, expand: DISCOUNTS }, { idempotencyKey }),
    );
  }
}

function saying(comment: string | null): { cancellation_details?: { comment: string } } {
  return comment === null ? {} : { cancellation_details: { comment } };
}
