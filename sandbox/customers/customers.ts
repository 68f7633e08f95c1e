import type Stripe from 'stripe';
import type { EventLog } from '../events/event-log.js';
import { invalidRequest, noSuch } from '../http/failures.js';
import { mergedMetadata } from '../metadata/merged-metadata.js';
import type { PaymentMethods } from '../payment-methods/payment-methods.js';
import type { Clock } from '../state/clock.js';
import { newId, randomText } from '../state/ids.js';
import type { Ledger } from '../state/ledger.js';
import type { Wire } from '../state/wire.js';
import { fullAddress, shippingOf } from './address.js';

export type Customer = Wire<Stripe.Customer>;
export type CustomerCreateParams = Wire<Stripe.CustomerCreateParams>;
export type CustomerUpdateParams = Wire<Stripe.CustomerUpdateParams>;

/** Source: https://docs.stripe.com/api/customers */
export class Customers {
  constructor(
    private readonly ledger: Ledger,
    private readonly paymentMethods: PaymentMethods,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  create(params: CustomerCreateParams): Customer {
    const customer = this.ledger.customers.put({
      id: newId('cus', 14),
      object: 'customer',
      address: fullAddress(params.address),
      balance: params.balance ?? 0,
      created: this.clock.now(),
      currency: null,
      customer_account: null,
      default_source: null,
      delinquent: false,
      description: params.description || null,
      discount: null,
      email: checkedEmail(params.email) || null,
      invoice_prefix: params.invoice_prefix ?? randomText(8).toUpperCase(),
      invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
      livemode: false,
      metadata: mergedMetadata({}, params.metadata),
      name: params.name || null,
      next_invoice_sequence: params.next_invoice_sequence ?? 1,
      phone: params.phone || null,
      preferred_locales: params.preferred_locales ?? [],
      shipping: shippingOf(params.shipping),
      tax_exempt: params.tax_exempt || 'none',
      test_clock: this.#checkedClock(params.test_clock),
    });
    const attached = params.payment_method && this.paymentMethods.attach(params.payment_method, customer.id);
    const settings = this.#invoiceSettings(
      customer,
      params.invoice_settings,
      attached ? attached.id : undefined,
      params.payment_method,
    );
    const created = this.ledger.customers.put({ ...customer, invoice_settings: settings });
    this.events.record('customer.created', created);
    return created;
  }

  update(id: string, params: CustomerUpdateParams): Customer {
    const before = this.require(id);
    const customer = this.ledger.customers.put({
      ...before,
      address: params.address === undefined ? (before.address ?? null) : fullAddress(params.address),
      balance: params.balance ?? before.balance,
      description: params.description === undefined ? before.description : params.description || null,
      email: params.email === undefined ? before.email : checkedEmail(params.email) || null,
      invoice_settings: this.#invoiceSettings(before, params.invoice_settings),
      metadata: mergedMetadata(before.metadata, params.metadata),
      name: params.name === undefined ? (before.name ?? null) : params.name || null,
      phone: params.phone === undefined ? (before.phone ?? null) : params.phone || null,
      preferred_locales: params.preferred_locales ?? before.preferred_locales ?? [],
      shipping: params.shipping === undefined ? before.shipping : shippingOf(params.shipping),
      tax_exempt: params.tax_exempt === undefined ? (before.tax_exempt ?? 'none') : params.tax_exempt || 'none',
    });
    this.events.recordUpdate('customer.updated', before, customer);
    return customer;
  }

  /** The number of the customer's next invoice, used up; no event tells of it. */
  nextInvoiceSequence(id: string): number {
    const customer = this.require(id);
    const sequence = customer.next_invoice_sequence ?? 1;
    this.ledger.customers.put({ ...customer, next_invoice_sequence: sequence + 1 });
    return sequence;
  }

  /**
   * Binds a customer to the currency of the first invoice.
   * Source: https://docs.stripe.com/api/customers/object#customer_object-currency
   */
  bindToCurrency(id: string, currency: string): void {
    if (this.require(id).currency === null) this.#change(id, { currency });
  }

  /** What the customer owes from now on, negative for what is owed to them. */
  setBalance(id: string, balance: number): void {
    this.#change(id, { balance });
  }

  /** The test clock whose time a customer lives in. */
  testClockOf(id: string): string | null {
    const clock = this.ledger.customers.get(id)?.test_clock ?? null;
    return clock as string | null;
  }

  /** Leaves a stub that can still be retrieved, and lets go of the cards. The caller ends the customer's subscriptions first. */
  delete(id: string): Wire<Stripe.DeletedCustomer> {
    const customer = this.require(id);
    const methods = this.ledger.paymentMethods.newestFirst((method) => method.customer === id);
    for (const method of methods) this.paymentMethods.detach(method.id);
    this.ledger.customers.remove(id);
    const stub = this.ledger.deletedCustomers.put({ id, object: 'customer', deleted: true });
    this.events.record('customer.deleted', customer);
    return stub;
  }

  retrieve(id: string): Customer | Wire<Stripe.DeletedCustomer> {
    return this.ledger.deletedCustomers.get(id) ?? this.require(id);
  }

  /** @throws StripeFailure resource_missing, for a deleted one too; for an id in the path unless `param` names the parameter */
  require(id: string, param?: string): Customer {
    const customer = this.ledger.customers.get(id);
    if (customer === undefined) throw noSuch('customer', id, param ?? 'id', param === undefined ? 'path' : 'parameter');
    return customer;
  }

  #change(id: string, changes: Partial<Customer>): void {
    const before = this.require(id);
    const after = this.ledger.customers.put({ ...before, ...changes });
    this.events.recordUpdate('customer.updated', before, after);
  }

  #checkedClock(id: string | undefined): string | null {
    if (id === undefined || this.ledger.testClocks.get(id) !== undefined) return id ?? null;
    throw noSuch('test clock', id, 'test_clock', 'parameter');
  }

  #invoiceSettings(
    customer: Customer,
    params: CustomerUpdateParams['invoice_settings'],
    attached?: string,
    attachedAs?: string,
  ): Customer['invoice_settings'] {
    if (params === undefined) return customer.invoice_settings;
    const asked = params.default_payment_method;
    const before = customer.invoice_settings;
    return {
      ...before,
      footer: params.footer ?? before.footer,
      default_payment_method:
        asked === undefined
          ? before.default_payment_method
          : asked === ''
            ? null
            : asked === attachedAs && attached !== undefined
              ? attached
              : this.#attachedMethod(asked, customer.id),
    };
  }

  #attachedMethod(id: string, customer: string): string {
    if (this.paymentMethods.require(id, 'invoice_settings[default_payment_method]').customer === customer) return id;
    throw invalidRequest(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      'invoice_settings[default_payment_method]',
      'resource_missing',
    );
  }
}

function checkedEmail(email: string | undefined): string | undefined {
  if (!email || /^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw invalidRequest(`Invalid email address: ${email}`, 'email', 'email_invalid');
}
