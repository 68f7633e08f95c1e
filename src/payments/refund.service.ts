import type { ClientKeys } from '../mongo/client-keys.js';
import { AT_CREATION } from '../mongo/observation.js';
import { idOf } from '../stripe/reference.js';
import type { RefundGateway } from '../stripe/refund.gateway.js';
import { namingArguments } from '../terms/argument-names.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { EVERY_ORGANIZATION, type TenantScope } from '../terms/tenant-scope.js';
import { UnknownAtStripe } from '../terms/unknown-at-stripe.js';
import type { PaymentIntentRecord } from './payment-intent.record.js';
import type { PaymentIntentService } from './payment-intent.service.js';
import type { RefundProjection } from './refund.projection.js';
import type { RefundRecord } from './refund.record.js';

export interface RefundRequest {
  readonly paymentIntentId: string;
  /** In the minor unit; all that is left when absent. */
  readonly amount?: number | null | undefined;
  readonly reason?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Gives money back. */
export class RefundService {
  constructor(
    private readonly projection: RefundProjection,
    private readonly gateway: RefundGateway,
    private readonly intents: PaymentIntentService,
    private readonly clientKeys: ClientKeys,
  ) {}

  /**
   * Refunds a payment, in part or all that is left of it. A client's key gives the same refund as before.
   *
   * @throws BillingFault NOT_FOUND, INVALID_INPUT, INVALID_STATE when it was not paid or less is left, CONFLICT,
   *   STRIPE_UNAVAILABLE
   */
  async create(scope: TenantScope, { idempotencyKey, ...request }: RefundRequest): Promise<RefundRecord> {
    const payment = await this.intents.require(scope, request.paymentIntentId, ['input', 'paymentIntentId']);
    return this.clientKeys.once({
      operation: 'createRefund',
      organizationId: payment.organization_id,
      clientKey: idempotencyKey,
      input: request,
      run: async (key) => (await this.#create(payment, request, key)).stripe_refund_id,
      find: (id) => this.#stored(id),
    });
  }

  /**
   * Stores the refund as Stripe shows it now, and the payment that it belongs to.
   *
   * @returns null for a refund of a payment that can be nobody's we know
   * @throws CustomerUnknown when the organization of the payment's customer may become known
   * @throws UnknownAtStripe when Stripe does not know the refund
   */
  async observe(id: string): Promise<RefundRecord | null> {
    const ticket = await this.projection.drawTicket(id);
    const refund = await this.gateway.find(id);
    if (!refund) throw new UnknownAtStripe(`refund ${id}`);
    const paymentIntentId = idOf(refund.payment_intent);
    const payment = paymentIntentId === null ? null : await this.intents.observe(paymentIntentId);
    return payment && this.projection.store(refund, ownerOf(payment), ticket);
  }

  /** Stripe alone says whether enough is left: asking before would refuse the repetition of a refund that worked. */
  async #create(payment: PaymentIntentRecord, request: RefundRequest, key: string): Promise<RefundRecord> {
    const { paymentIntentId, amount, reason } = request;
    const refund = await namingArguments({ amount: 'amount', reason: 'reason' }, () =>
      this.gateway.create(
        {
          paymentIntentId,
          amount: amount ?? null,
          reason: reason ?? null,
          metadata: { organization_id: payment.organization_id },
        },
        key,
      ),
    ).catch((error: unknown) => this.#explain(error, request));
    const record = await this.projection.store(refund, ownerOf(payment), AT_CREATION);
    await this.#observePayment(paymentIntentId);
    return record;
  }

  /** Stripe has no code for "not paid" or "more than is left"; the payment itself says it. */
  async #explain(error: unknown, { paymentIntentId, amount }: RefundRequest): Promise<never> {
    const mayBeState =
      error instanceof BillingFault &&
      [BillingErrorCode.INVALID_INPUT, BillingErrorCode.INVALID_STATE].includes(error.code);
    const payment = mayBeState ? await this.intents.observe(paymentIntentId) : null;
    if (!payment || !mayBeState) throw error;
    const left = payment.amount_received - payment.amount_refunded;
    if (left >= (amount ?? 1)) throw error;
    throw new BillingFault(BillingErrorCode.INVALID_STATE, error.message, {
      ...error.context,
      field: ['input', payment.amount_received > 0 && amount ? 'amount' : 'paymentIntentId'],
      details: { amountLeft: left, currency: payment.currency.toUpperCase() },
    });
  }

  /** The refund is done and must not be reported as failed; what this misses, the webhook brings. */
  async #observePayment(id: string): Promise<void> {
    try {
      await this.intents.observe(id);
    } catch (error) {
      if (!(error instanceof BillingFault && error.code === BillingErrorCode.STRIPE_UNAVAILABLE)) throw error;
    }
  }

  async #stored(id: string): Promise<RefundRecord> {
    const refund = await this.projection.findById(EVERY_ORGANIZATION, id);
    if (!refund) throw new Error(`The refund ${id} was stored and is gone`);
    return refund;
  }
}

function ownerOf(payment: PaymentIntentRecord) {
  return { organizationId: payment.organization_id, paymentIntentId: payment.stripe_payment_intent_id };
}
