import { randomUUID } from 'node:crypto';
import type { PriceForSale } from '../catalog/price-for-sale.js';
import type { ContactDetails, CustomerService } from '../customers/customer.service.js';
import type { ClientKeys } from '../mongo/client-keys.js';
import { AT_CREATION } from '../mongo/observation.js';
import type { PaymentIntentGateway } from '../stripe/payment-intent.gateway.js';
import { nextActionUrlOf } from '../stripe/payment-intent-shape.js';
import { namingArguments } from '../terms/argument-names.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { mergedMetadata } from '../terms/metadata.js';
import { EVERY_ORGANIZATION, type TenantScope } from '../terms/tenant-scope.js';
import { webAddress } from '../terms/web-address.js';
import { amountToPay, type PaymentWish } from './payment-amount.js';
import type { PaymentIntentProjection } from './payment-intent.projection.js';
import type { PaymentIntentRecord } from './payment-intent.record.js';
import type { PaymentIntentService } from './payment-intent.service.js';

export interface PaymentRequest extends PaymentWish {
  readonly customerEmail?: string | null | undefined;
  readonly metadata?: Record<string, unknown> | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Who pays. */
export interface Payer {
  readonly organizationId: string;
  readonly contact: ContactDetails;
}

/** A payment with what is told of it once and never stored. */
export interface ShownPayment {
  readonly record: PaymentIntentRecord;
  readonly clientSecret: string | null;
  readonly nextActionUrl: string | null;
}

export interface PaymentParts {
  readonly projection: PaymentIntentProjection;
  readonly gateway: PaymentIntentGateway;
  readonly intents: PaymentIntentService;
  readonly customers: CustomerService;
  readonly prices: PriceForSale;
  readonly clientKeys: ClientKeys;
  /** The frontend's address without a slash at its end. */
  readonly baseUrl: string;
}

/** Takes single payments. */
export class PaymentService {
  constructor(private readonly parts: PaymentParts) {}

  /**
   * Begins a payment of the organization's customer. A client's key gives the same payment as before.
   *
   * @throws BillingFault INVALID_INPUT, PRICE_NOT_FOUND, PRICE_INACTIVE, CONFLICT, STRIPE_UNAVAILABLE
   */
  async create(payer: Payer, { idempotencyKey, ...request }: PaymentRequest): Promise<ShownPayment> {
    let created: ShownPayment | null = null;
    return this.parts.clientKeys.once({
      operation: 'createPaymentIntent',
      organizationId: payer.organizationId,
      clientKey: idempotencyKey,
      input: request,
      run: async (key) => {
        created = await this.#create(payer, request, key);
        return created.record.stripe_payment_intent_id;
      },
      find: async (id) => created ?? this.#shown(id),
    });
  }

  /**
   * Charges the payment method. When the customer has to act first, for 3D Secure say, the status is `requires_action`
   * and nextActionUrl leads on.
   *
   * @throws BillingFault NOT_FOUND, INVALID_INPUT, INVALID_STATE, CARD_DECLINED, AUTHENTICATION_REQUIRED,
   *   STRIPE_UNAVAILABLE
   */
  async confirm(
    scope: TenantScope,
    request: { readonly id: string; readonly paymentMethodId: string | null; readonly returnUrl: URL | string | null },
  ): Promise<ShownPayment> {
    const { paymentMethodId } = request;
    const returnUrl = request.returnUrl
      ? webAddress(request.returnUrl, ['input', 'returnUrl'])
      : `${this.parts.baseUrl}/?payment=returned`;
    const known = await this.parts.intents.require(scope, request.id, ['input', 'id']);
    const key = `confirmPaymentIntent:${request.id}:${randomUUID()}`;
    try {
      return await this.#act(known, { payment_method: 'paymentMethodId', return_url: 'returnUrl' }, () =>
        this.parts.gateway.confirm(request.id, { paymentMethodId, returnUrl }, key),
      );
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // A declined card leaves its mark on the payment.
      const now = await this.parts.intents.observe(request.id);
      const lacksMethod = paymentMethodId === null && now?.status === 'requires_payment_method';
      if (error.code !== BillingErrorCode.INVALID_STATE || !lacksMethod) throw error;
      throw new BillingFault(BillingErrorCode.INVALID_INPUT, 'The payment has no payment method yet; name one', {
        ...error.context,
        field: ['input', 'paymentMethodId'],
      });
    }
  }

  /** @throws BillingFault NOT_FOUND, INVALID_INPUT, INVALID_STATE, STRIPE_UNAVAILABLE */
  async cancel(scope: TenantScope, { id, reason }: { id: string; reason: string | null }): Promise<ShownPayment> {
    const known = await this.parts.intents.require(scope, id, ['input', 'id']);
    const key = `cancelPaymentIntent:${id}:${randomUUID()}`;
    return this.#act(known, { cancellation_reason: 'reason' }, () => this.parts.gateway.cancel(id, reason, key));
  }

  async #create({ organizationId, contact }: Payer, request: PaymentRequest, key: string): Promise<ShownPayment> {
    const metadata = mergedMetadata(request.metadata, { organization_id: organizationId });
    const payment = await amountToPay(request, this.parts.prices);
    const receiptEmail = request.customerEmail ?? null;
    const customer = await this.parts.customers.getOrCreate(organizationId, {
      ...contact,
      email: contact.email ?? receiptEmail,
    });
    const argument = request.priceId ? 'priceId' : 'amount';
    const intent = await namingArguments(
      { amount: argument, currency: request.priceId ? 'priceId' : 'currency', receipt_email: 'customerEmail' },
      () =>
        this.parts.gateway.create({ customerId: customer.stripe_customer_id, ...payment, receiptEmail, metadata }, key),
    );
    const record = await this.parts.projection.store(intent, organizationId, AT_CREATION);
    return { record, clientSecret: intent.client_secret, nextActionUrl: null };
  }

  async #act(
    known: PaymentIntentRecord,
    names: Readonly<Record<string, string>>,
    request: Parameters<PaymentIntentService['act']>[1],
  ): Promise<ShownPayment> {
    const { intent, record } = await namingArguments(names, () => this.parts.intents.act(known, request));
    return { record, clientSecret: intent.client_secret, nextActionUrl: nextActionUrlOf(intent) };
  }

  async #shown(id: string): Promise<ShownPayment> {
    const record = await this.parts.projection.findById(EVERY_ORGANIZATION, id);
    if (!record) throw new Error(`The payment intent ${id} was stored and is gone`);
    return { record, clientSecret: await this.parts.intents.clientSecretOf(id), nextActionUrl: null };
  }
}

function isRefusal(error: unknown): error is BillingFault {
  return error instanceof BillingFault && error.code !== BillingErrorCode.STRIPE_UNAVAILABLE;
}
