import { randomUUID } from 'node:crypto';
import type { PriceForSale } from '../catalog/price-for-sale.js';
import type { CustomerService } from '../customers/customer.service.js';
import type {
  CheckoutModeWord,
  CheckoutSessionGateway,
  NewCheckoutSession,
} from '../stripe/checkout-session.gateway.js';
import { namingArguments } from '../terms/argument-names.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import { mergedMetadata } from '../terms/metadata.js';
import type { ChangeOrigin } from '../terms/change-origin.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import { webAddress } from '../terms/web-address.js';
import { CHOICE_KEYS } from './checkout-choice.js';
import type { CheckoutConfirmation } from './checkout-confirmation.js';
import type { CheckoutSessionProjection } from './checkout-session.projection.js';
import type { CheckoutSessionRecord } from './checkout-session.record.js';

export interface CustomCheckoutRequest {
  readonly organizationId: string;
  readonly mode: CheckoutModeWord;
  readonly lineItems: readonly CustomLine[];
  readonly currency: string | null;
  readonly successUrl: URL | string;
  readonly cancelUrl: URL | string | null;
  readonly metadata: Record<string, unknown> | null;
}

export interface CustomLine {
  readonly priceId: string;
  /** Null: one of a licensed price; a metered price has none. */
  readonly quantity: number | null;
}

export interface CustomCheckoutParts {
  readonly projection: CheckoutSessionProjection;
  readonly gateway: CheckoutSessionGateway;
  readonly confirmation: CheckoutConfirmation;
  readonly customers: CustomerService;
  readonly prices: PriceForSale;
}

/** Sessions beside the primary flow: any prices, any mode, any addresses; and the end of an open session. */
export class CustomCheckoutService {
  constructor(private readonly parts: CustomCheckoutParts) {}

  /** @throws BillingFault INVALID_INPUT, PRICE_NOT_FOUND, PRICE_INACTIVE, STRIPE_UNAVAILABLE */
  async create(request: CustomCheckoutRequest): Promise<CheckoutSessionRecord> {
    const { organizationId, mode, cancelUrl } = request;
    const successUrl = withSessionId(webAddress(request.successUrl, ['input', 'successUrl']));
    const cancelUrlText = cancelUrl === null ? null : webAddress(cancelUrl, ['input', 'cancelUrl']);
    const metadata = this.#metadata(request);
    const lineItems = await this.#lineItems(request);
    const customer = await this.parts.customers.getOrCreate(organizationId, { email: null, name: null });
    const session = await namingArguments(
      { line_items: 'lineItems', success_url: 'successUrl', cancel_url: 'cancelUrl', currency: 'currency' },
      () =>
        this.parts.gateway.createCustom(
          {
            customerId: customer.stripe_customer_id,
            organizationId,
            mode,
            lineItems,
            currency: mode === 'setup' ? (request.currency ?? 'usd') : null,
            successUrl,
            cancelUrl: cancelUrlText,
            metadata,
          },
          `createCheckoutSession:${organizationId}:${randomUUID()}`,
        ),
    );
    return this.parts.projection.storeCreated(session, organizationId);
  }

  /**
   * Ends an open session, so that nobody can pay it any more.
   *
   * @throws BillingFault NOT_FOUND, INVALID_STATE when it is not open, STRIPE_UNAVAILABLE
   */
  async expire(scope: TenantScope, id: string, origin: ChangeOrigin): Promise<CheckoutSessionRecord> {
    const known = await this.parts.projection.findById(scope, id);
    if (!known) throw fault(BillingErrorCode.NOT_FOUND, `There is no checkout session "${id}"`, ['id']);
    const ticket = await this.parts.projection.drawTicket(id);
    try {
      const session = await this.parts.gateway.expire(id, `expireCheckoutSession:${id}:${randomUUID()}`);
      return await this.parts.projection.store(
        session,
        known.organization_id,
        ticket,
        async () => (await this.parts.confirmation.observe(id, origin)).record,
      );
    } catch (error) {
      if (!(error instanceof BillingFault) || error.code !== BillingErrorCode.INVALID_INPUT) throw error;
      // Stripe has no code for "not open"; the session itself says it.
      const { record } = await this.parts.confirmation.observe(id, origin);
      if (record.status === 'pending') throw error;
      throw fault(BillingErrorCode.INVALID_STATE, `The checkout session is ${record.status} already`, ['id']);
    }
  }

  #metadata({ metadata, organizationId }: CustomCheckoutRequest): Record<string, string> {
    const reserved = CHOICE_KEYS.find((key) => metadata !== null && Object.hasOwn(metadata, key));
    if (reserved) {
      throw fault(BillingErrorCode.INVALID_INPUT, `metadata.${reserved} belongs to createCheckout`, ['metadata']);
    }
    return mergedMetadata(metadata, { organization_id: organizationId });
  }

  async #lineItems({ mode, lineItems }: CustomCheckoutRequest): Promise<NewCheckoutSession['lineItems']> {
    if (mode === 'setup' && lineItems.length > 0) {
      throw fault(BillingErrorCode.INVALID_INPUT, 'A session that saves a payment method sells nothing', ['lineItems']);
    }
    if (mode !== 'setup' && lineItems.length === 0) {
      throw fault(BillingErrorCode.INVALID_INPUT, 'Name at least one price to sell', ['lineItems']);
    }
    const lines = await Promise.all(lineItems.map((line, index) => this.#line(mode, line, index)));
    if (mode === 'subscription' && !lines.some(({ isRecurring }) => isRecurring)) {
      throw fault(BillingErrorCode.INVALID_INPUT, 'A subscription needs a recurring price', ['lineItems']);
    }
    return lines;
  }

  async #line(mode: CheckoutModeWord, { priceId, quantity }: CustomLine, index: number) {
    const path = ['lineItems', String(index)];
    const price = await this.parts.prices.find(priceId, ['input', ...path, 'priceId']);
    const isRecurring = price.type === 'recurring';
    const isMetered = price.recurring?.usage_type === 'metered';
    if (isRecurring && mode === 'payment') {
      throw fault(BillingErrorCode.INVALID_INPUT, `${priceId} is recurring; use mode SUBSCRIPTION`, [
        ...path,
        'priceId',
      ]);
    }
    if (isMetered && quantity !== null) {
      throw fault(BillingErrorCode.INVALID_INPUT, `${priceId} is charged by usage`, [...path, 'quantity']);
    }
    return { priceId, quantity: isMetered ? null : (quantity ?? 1), isRecurring };
  }
}

/** Stripe puts the id in, and the URL scalar has escaped the braces of its placeholder where they are in the path. */
function withSessionId(url: string): string {
  return url.replace(/%7BCHECKOUT_SESSION_ID%7D/gi, '{CHECKOUT_SESSION_ID}');
}

function fault(code: BillingErrorCode, message: string, path: readonly string[]): BillingFault {
  return new BillingFault(code, message, { field: ['input', ...path] });
}
