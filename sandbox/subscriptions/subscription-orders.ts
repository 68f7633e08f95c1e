import type Stripe from 'stripe';
import type { Customers } from '../customers/customers.js';
import type { SubscriptionDiscounts } from '../discounts/subscription-discounts.js';
import { invalidRequest, missingParameter } from '../http/failures.js';
import { refuseUnsupported } from '../http/unsupported.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { PaymentMethods } from '../payment-methods/payment-methods.js';
import type { Prices } from '../prices/prices.js';
import type { Clock } from '../state/clock.js';
import type { Wire } from '../state/wire.js';
import { checkTogether, type ItemOrder } from './subscription-item.js';
import type { SubscriptionOrder } from './subscriptions.js';

export type SubscriptionCreateParams = Wire<Stripe.SubscriptionCreateParams>;
type ItemParams = NonNullable<SubscriptionCreateParams['items']>[number];

const DAY = 24 * 60 * 60;
const NOT_CARRIED_OUT = [
  'add_invoice_items',
  'automatic_tax',
  'backdate_start_date',
  'billing_cycle_anchor',
  'billing_cycle_anchor_config',
  'billing_schedules',
  'cancel_at',
  'cancel_at_period_end',
  'default_source',
  'pending_invoice_item_interval',
  'transfer_data',
];

/** Reads the parameters of a new subscription and checks them against the state. */
export class SubscriptionOrders {
  constructor(
    private readonly prices: Prices,
    private readonly customers: Customers,
    private readonly methods: PaymentMethods,
    private readonly discounts: SubscriptionDiscounts,
    private readonly clock: Clock,
  ) {}

  /** @throws StripeFailure for what Stripe refuses before it begins */
  read(params: SubscriptionCreateParams): SubscriptionOrder {
    const { automatic_tax: tax, ...others } = params;
    refuseUnsupported(tax?.enabled === true ? params : others, NOT_CARRIED_OUT);
    if (params.customer === undefined) throw missingParameter('customer');
    const customer = this.customers.require(params.customer, 'customer');
    if (params.items === undefined || params.items.length === 0) throw missingParameter('items');
    const items = params.items.map((item, index) => this.item(item, index));
    checkTogether(items.map((item) => item.price));
    const defaultPaymentMethod = this.#ownMethod(params.default_payment_method, customer.id);
    const order: SubscriptionOrder = {
      customer: customer.id,
      items,
      addedItems: [],
      collectionMethod: params.collection_method ?? 'charge_automatically',
      daysUntilDue: params.days_until_due ?? null,
      defaultPaymentMethod,
      description: params.description ?? null,
      discounts: this.discounts.read(params.discounts, { customer: customer.id }),
      metadata: mergedMetadata({}, params.metadata),
      paymentSettings: params.payment_settings,
      trialEnd: this.trialEnd(params),
      trialSettings: params.trial_settings,
      paymentBehavior: behaviorOf(params.payment_behavior),
    };
    this.#checkPayable(order, customer.invoice_settings.default_payment_method);
    return order;
  }

  item(params: ItemParams, index: number): ItemOrder {
    const param = `items[${index}]`;
    const price =
      params.price_data === undefined
        ? this.prices.requireForSale(params.price ?? params.plan ?? '', `${param}[price]`)
        : this.prices.createInline(params.price_data);
    if (price.recurring === null) {
      throw invalidRequest(
        'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
        `${param}[price]`,
      );
    }
    const isMetered = price.recurring.usage_type === 'metered';
    if (isMetered && params.quantity !== undefined) throw quantityOnMetered(param);
    return {
      price,
      quantity: isMetered ? undefined : (params.quantity ?? 1),
      metadata: mergedMetadata({}, params.metadata),
    };
  }

  trialEnd(params: { readonly trial_end?: 'now' | number; readonly trial_period_days?: number }): number | null {
    const { trial_end: end, trial_period_days: days } = params;
    const now = this.clock.now();
    if (typeof end === 'number' && end <= now)
      throw invalidRequest('The trial end must be in the future.', 'trial_end');
    if (typeof end === 'number') return end;
    return days === undefined || days === 0 ? null : now + days * DAY;
  }

  #ownMethod(id: string | undefined, customer: string): string | null {
    if (id === undefined) return null;
    const method = this.methods.require(id, 'default_payment_method');
    if (method.customer === customer) return method.id;
    throw invalidRequest(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      'default_payment_method',
      'resource_missing',
    );
  }

  /** Without a card, only a subscription that its customer pays later can begin. */
  #checkPayable(order: SubscriptionOrder, customerMethod: string | null): void {
    const isCharged = order.collectionMethod === 'charge_automatically' && order.trialEnd === null;
    const isFree = order.items.every(
      ({ price }) => price.recurring?.usage_type === 'metered' || price.unit_amount === 0,
    );
    if (!isCharged || isFree || order.paymentBehavior === 'default_incomplete') return;
    if ((order.defaultPaymentMethod ?? customerMethod) !== null) return;
    throw invalidRequest(
      'This customer has no attached payment source or default payment method. Please consider adding a default payment ' +
        'method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
      undefined,
      'resource_missing',
    );
  }
}

export function quantityOnMetered(param: string): Error {
  return invalidRequest(
    `Quantity should not be specified where usage_type is \`metered\`. Remove quantity from \`${param}\``,
    `${param}[quantity]`,
  );
}

function behaviorOf(asked: string | undefined): SubscriptionOrder['paymentBehavior'] {
  if (asked === undefined || asked === 'allow_incomplete') return 'allow_incomplete';
  if (asked === 'default_incomplete' || asked === 'error_if_incomplete') return asked;
  throw invalidRequest(
    `The payment_behavior ${asked} cannot be used when creating a subscription.`,
    'payment_behavior',
  );
}
