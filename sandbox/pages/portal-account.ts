import type { PortalConfiguration } from '../billing-portal/portal-configurations.js';
import type { Customer } from '../customers/customers.js';
import type { Discounts } from '../discounts/discounts.js';
import { lineAmount } from '../invoices/invoice-line.js';
import type { Invoice } from '../invoices/new-invoice.js';
import type { PaymentMethod } from '../payment-methods/payment-methods.js';
import type { Ledger } from '../state/ledger.js';
import type { Subscription } from '../subscriptions/new-subscription.js';
import { isEnded } from '../subscriptions/subscription-book.js';

/** What a customer sees of their account. */
export interface Account {
  readonly customer: Customer;
  readonly configuration: PortalConfiguration;
  /** The newest first. */
  readonly subscriptions: readonly Plan[];
  readonly card: PaymentMethod | undefined;
  /** Those that were finalized, the newest first. */
  readonly invoices: readonly Invoice[];
}

/** A subscription in the words of its customer. */
export interface Plan {
  readonly subscription: Subscription;
  readonly name: string;
  /** Minor units of the licensed prices for one period. */
  readonly amount: number;
  readonly isMetered: boolean;
  /** Unix seconds; null where the subscription ends before. */
  readonly nextInvoiceAt: number | null;
  /** Minor units after discounts, without usage. */
  readonly nextAmount: number;
}

const MOST_INVOICES = 24;

export function accountOf(
  customer: Customer,
  configuration: PortalConfiguration,
  ledger: Ledger,
  discounts: Discounts,
): Account {
  const own = ledger.subscriptions.newestFirst((entry) => entry.customer === customer.id && !isEnded(entry));
  const method = customer.invoice_settings.default_payment_method ?? own[0]?.default_payment_method;
  return {
    customer,
    configuration,
    subscriptions: own.map((subscription) => planOf(subscription, ledger, discounts)),
    card: ledger.paymentMethods.get(method ?? ''),
    invoices: ledger.invoices
      .newestFirst((invoice) => invoice.customer === customer.id && invoice.status !== 'draft')
      .slice(0, MOST_INVOICES),
  };
}

function planOf(subscription: Subscription, ledger: Ledger, discounts: Discounts): Plan {
  const items = subscription.items.data;
  const lines = items.map(({ price, quantity }) => ({
    amount: quantity === undefined ? 0 : lineAmount(price, quantity),
    discountable: true,
    product: price.product,
  }));
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  const end = Math.min(...items.map((item) => item.current_period_end));
  const coupons = subscription.discounts.flatMap((id) => {
    const discount = ledger.discounts.require(id);
    return discount.end !== null && discount.end <= end ? [] : [String(discount.source.coupon)];
  });
  const off = discounts.shares(coupons, lines, subscription.currency).flat();
  const { cancel_at: cancelAt } = subscription;
  return {
    subscription,
    name: items.map((item) => ledger.products.get(item.price.product)?.name ?? item.price.product).join(' + '),
    amount,
    isMetered: items.some((item) => item.quantity === undefined),
    nextInvoiceAt: cancelAt !== null && cancelAt <= end ? null : end,
    nextAmount: off.reduce((left, share) => left - share, amount),
  };
}
