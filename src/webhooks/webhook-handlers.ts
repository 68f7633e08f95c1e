import type Stripe from 'stripe';
import type { CheckoutConfirmation } from '../checkout/checkout-confirmation.js';
import { subscriptionIdOf } from '../stripe/invoice-shape.js';
import type { SubscriptionService } from '../subscriptions/subscription.service.js';

/** What an event turned out to be about. */
export interface WebhookOutcome {
  readonly subscriptionId?: string;
  readonly organizationId?: string;
}

/** Acts on the object of an event, which may be older than what Stripe has now. */
export type WebhookHandler = (object: Record<string, unknown>) => Promise<WebhookOutcome>;

/** Which service acts on which type of event. */
export class WebhookHandlers {
  readonly #handlers = new Map<string, WebhookHandler>();

  /** @throws Error for a type that has a handler already */
  on(type: string, handler: WebhookHandler): this {
    if (this.#handlers.has(type)) throw new Error(`${type} has a handler already`);
    this.#handlers.set(type, handler);
    return this;
  }

  find(type: string): WebhookHandler | undefined {
    return this.#handlers.get(type);
  }

  /** The types to subscribe an endpoint to. */
  get types(): string[] {
    return [...this.#handlers.keys()];
  }
}

/**
 * The table. No handler believes the payload: it takes the id from it and stores what Stripe says now, so order,
 * duplicates and the endpoint's API version do not matter.
 */
export function webhookHandlers(parts: {
  readonly checkouts: CheckoutConfirmation;
  readonly subscriptions: SubscriptionService;
}): WebhookHandlers {
  const observeSession: WebhookHandler = async (session) => {
    const { record, subscription } = await parts.checkouts.observe(idOfObject(session));
    return {
      organizationId: record.organization_id,
      ...(subscription ? { subscriptionId: subscription.stripe_subscription_id } : {}),
    };
  };
  const observeSubscription = async (id: string): Promise<WebhookOutcome> => {
    const record = await parts.subscriptions.observe(id);
    return { organizationId: record.organization_id, subscriptionId: record.stripe_subscription_id };
  };
  const observeInvoice: WebhookHandler = async (invoice) => {
    const subscriptionId = subscriptionIdOf(invoice as unknown as Stripe.Invoice);
    return subscriptionId === null ? {} : observeSubscription(subscriptionId);
  };
  const observeSubscriptionObject: WebhookHandler = (subscription) => observeSubscription(idOfObject(subscription));
  return new WebhookHandlers()
    .on('checkout.session.completed', observeSession)
    .on('checkout.session.async_payment_succeeded', observeSession)
    .on('checkout.session.async_payment_failed', observeSession)
    .on('checkout.session.expired', observeSession)
    .on('customer.subscription.created', observeSubscriptionObject)
    .on('customer.subscription.updated', observeSubscriptionObject)
    .on('customer.subscription.deleted', observeSubscriptionObject)
    .on('invoice.payment_succeeded', observeInvoice)
    .on('invoice.payment_failed', observeInvoice);
}

function idOfObject({ id }: Record<string, unknown>): string {
  if (typeof id === 'string' && id !== '') return id;
  throw new Error('The object of the event has no id');
}
