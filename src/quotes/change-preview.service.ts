import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';
import type {
  SubscriptionChangeRequest,
  SubscriptionChangeService,
} from '../subscriptions/subscription-change.service.js';
import type { SubscriptionService } from '../subscriptions/subscription.service.js';
import { ChangeCause } from '../terms/change-origin.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import type { ChangeCosts } from './change-cost.js';
import { requestOf, stateOf, targetOf } from './change-quote.js';
import type { QuoteSeal } from './quote-seal.js';

const NONCE_BYTES = 16;

export interface ChangePreviewParts {
  readonly subscriptions: SubscriptionService;
  readonly changes: SubscriptionChangeService;
  readonly costs: ChangeCosts;
  readonly seal: QuoteSeal;
  readonly clock: () => Date;
  readonly validForMs: number;
}

/** What a change would cost, with the quote by which it can be had for that. Amounts are in the minor unit. */
export interface ChangePreview {
  readonly quoteId: string;
  readonly expiresAt: Date;
  readonly currency: string;
  readonly amountDueNow: number;
  readonly nextInvoiceTotal: number | null;
  readonly lines: readonly Stripe.InvoiceLineItem[];
}

/** Quotes changes. Nothing is changed by it, here or at Stripe, and nothing of it is stored. */
export class ChangePreviewService {
  constructor(private readonly parts: ChangePreviewParts) {}

  /**
   * @throws BillingFault NOT_FOUND, INVALID_STATE, INVALID_INPUT, PLAN_NOT_FOUND, PLAN_ARCHIVED, PRICE_NOT_FOUND,
   *   PRICE_INACTIVE, ALREADY_SUBSCRIBED, STRIPE_UNAVAILABLE
   */
  async preview(scope: TenantScope, request: SubscriptionChangeRequest): Promise<ChangePreview> {
    const { subscriptions, changes, costs, seal, clock, validForMs } = this.parts;
    // Whoever only looks is not why the stored state changes, where this finds it behind.
    const observed = await subscriptions.current(scope, request.id, { cause: ChangeCause.SYNC });
    const planned = await changes.plan(observed, request);
    const { prorationDate, cost, nextInvoiceTotal } = await costs.now(planned);
    const { currency, amountDueNow, prorated, lines } = cost;
    const expiresAt = new Date(clock().getTime() + validForMs);
    const quoteId = seal.seal({
      nonce: randomBytes(NONCE_BYTES).toString('base64url'),
      organizationId: observed.record.organization_id,
      request: requestOf(request),
      state: stateOf(planned.subscription),
      target: targetOf(planned),
      ...{ prorationDate, currency, amountDueNow, prorated, nextInvoiceTotal },
      expiresAt: expiresAt.getTime(),
    });
    return { quoteId, expiresAt, currency, amountDueNow, nextInvoiceTotal, lines };
  }
}
