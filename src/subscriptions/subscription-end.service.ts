import { randomUUID } from 'node:crypto';
import type { SubscriptionGateway } from '../stripe/subscription.gateway.js';
import { BillingErrorCode, BillingFault } from '../terms/billing-error.js';
import type { ChangeOrigin } from '../terms/change-origin.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import { isOver } from './subscription-status.js';
import type { SubscriptionRecord } from './subscription.record.js';
import type { SubscriptionService } from './subscription.service.js';

export interface Cancellation {
  readonly id: string;
  /** False ends it now, and nothing is paid back. */
  readonly atPeriodEnd: boolean;
  readonly reason: string | null;
}

/** Ends subscriptions, and takes back an end that has not come. */
export class SubscriptionEndService {
  constructor(
    private readonly service: SubscriptionService,
    private readonly gateway: SubscriptionGateway,
  ) {}

  /** @throws BillingFault NOT_FOUND, INVALID_STATE, STRIPE_UNAVAILABLE */
  async cancel(scope: TenantScope, cancellation: Cancellation, origin: ChangeOrigin): Promise<SubscriptionRecord> {
    const { id, atPeriodEnd, reason } = cancellation;
    const { record } = await this.service.current(scope, id, origin);
    if (isOver(record.status)) throw invalidState(`The subscription has ended already; it is ${record.status}`);
    if (atPeriodEnd && record.status === 'incomplete') {
      throw invalidState('The first payment is still awaited, so there is no period to end; cancel it now instead');
    }
    const key = newKey('cancel', id);
    return this.service.changed(id, origin, () =>
      atPeriodEnd ? this.gateway.cancelAtPeriodEnd(id, reason, key) : this.gateway.cancelNow(id, reason, key),
    );
  }

  /**
   * Lets a subscription go on that would end by itself, or that was paused at the end of its trial.
   *
   * @throws BillingFault NOT_FOUND, INVALID_STATE, CARD_DECLINED, AUTHENTICATION_REQUIRED, STRIPE_UNAVAILABLE
   */
  async resume(scope: TenantScope, id: string, origin: ChangeOrigin): Promise<SubscriptionRecord> {
    const { record } = await this.service.current(scope, id, origin);
    if (isOver(record.status)) {
      throw invalidState(`The subscription is ${record.status} and can not go on; start a new one`);
    }
    const { is_ending: willEnd } = record;
    const isPaused = record.status === 'paused';
    if (!willEnd && !isPaused) throw invalidState('The subscription goes on already: there is nothing to resume');
    const kept = willEnd ? await this.#keep(record, origin) : record;
    if (!isPaused) return kept;
    return this.service.changed(id, origin, () => this.gateway.resume(id, newKey('resume', id)));
  }

  /** Stripe has one flag and one moment for the end; which of them is set depends on who set it. */
  #keep(record: SubscriptionRecord, origin: ChangeOrigin): Promise<SubscriptionRecord> {
    const { stripe_subscription_id: id, cancel_at_period_end: atPeriodEnd } = record;
    const key = newKey('keep', id);
    return this.service.changed(id, origin, () =>
      atPeriodEnd ? this.gateway.keepAfterPeriodEnd(id, key) : this.gateway.clearCancelAt(id, key),
    );
  }
}

function newKey(deed: string, id: string): string {
  return `${deed}Subscription:${id}:${randomUUID()}`;
}

function invalidState(message: string): BillingFault {
  return new BillingFault(BillingErrorCode.INVALID_STATE, message, { field: ['input', 'id'] });
}
