import type { Model, QueryFilter } from 'mongoose';
import type Stripe from 'stripe';
import type { ChangeSource } from '../mongo/change-source.js';
import { OBSERVATION_FIELDS } from '../mongo/observed.record.js';
import { AT_CREATION, type Observations } from '../mongo/observation.js';
import { type Look, type Looks, lookAt, writePayloads } from '../mongo/payload-write.js';
import { writeObserved } from '../mongo/projection-write.js';
import { StoredObjects } from '../mongo/stored-objects.js';
import { TenantCollection } from '../mongo/tenant-collection.js';
import { readTimeOf } from '../stripe/read-time.js';
import { idOf } from '../stripe/reference.js';
import { toBillingInterval } from '../terms/billing-interval.js';
import { fromOptionalUnixSeconds, fromUnixSeconds } from '../terms/instant.js';
import type { Page, PageRequest } from '../terms/page.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import type { Told } from '../terms/told.js';
import { choiceLine } from './checkout-choice.js';
import type { CheckoutSessionRecord, CheckoutSessionState } from './checkout-session.record.js';

/** The one writer of checkout_sessions, and its reader. */
export class CheckoutSessionProjection {
  readonly stored: StoredObjects<CheckoutSessionRecord>;
  readonly #collection: TenantCollection<CheckoutSessionRecord>;

  constructor(
    private readonly model: Model<CheckoutSessionRecord>,
    private readonly observations: Observations,
  ) {
    this.#collection = new TenantCollection(model, 'stripe_session_id');
    this.stored = new StoredObjects(model, 'stripe_session_id', { status: 'pending' });
  }

  /** Followed by their own ids. */
  changes(): ChangeSource<CheckoutSessionRecord> {
    return this.#collection.changes(OBSERVATION_FIELDS, ({ stripe_session_id }) => [stripe_session_id]);
  }

  findById(scope: TenantScope, id: string): Promise<CheckoutSessionRecord | null> {
    return this.#collection.findById(scope, id);
  }

  /** A session of the organization's customer for the same choice that can be paid until after `instant`. */
  findOpen(
    scope: TenantScope,
    wanted: { readonly organizationId: string; readonly customerId: string; readonly choice: string },
    instant: Date,
  ): Promise<CheckoutSessionRecord | null> {
    return this.#collection.findOne(scope, {
      organization_id: { $eq: wanted.organizationId },
      stripe_customer_id: { $eq: wanted.customerId },
      choice: { $eq: wanted.choice },
      status: 'pending',
      expires_at: { $gt: instant },
    });
  }

  page(
    scope: TenantScope,
    filter: QueryFilter<CheckoutSessionRecord>,
    request: PageRequest,
  ): Promise<Page<CheckoutSessionRecord>> {
    return this.#collection.page(scope, filter, request);
  }

  /** Draw it before the session is read from Stripe. */
  drawTicket(sessionId: string): Promise<number> {
    return this.observations.draw(sessionId);
  }

  /** For an id that Stripe turned out not to know: anybody can make one up. */
  forgetUnseen(sessionId: string, ticket: number): Promise<void> {
    return this.observations.forgetUnseen(sessionId, ticket);
  }

  /** Stores a session that has just been created at Stripe. */
  storeCreated(session: Stripe.Checkout.Session, organizationId: string): Promise<CheckoutSessionRecord> {
    return this.store(session, organizationId, AT_CREATION);
  }

  /** What is stored of each, whoever it belongs to: for the engine itself. */
  look(ids: readonly string[], tickets: Promise<ReadonlyMap<string, number>>): Promise<Looks<CheckoutSessionRecord>> {
    return lookAt(this.model, 'stripe_session_id', ids, tickets);
  }

  /**
   * Stores what events tell, where it is newer than what is stored.
   *
   * @returns the ids of those that are stored
   */
  storePayloads(
    payloads: readonly {
      readonly told: Told<Stripe.Checkout.Session>;
      readonly organizationId: string;
      readonly look: Look<CheckoutSessionRecord>;
    }[],
  ): Promise<ReadonlySet<string>> {
    return writePayloads(
      this.model,
      'stripe_session_id',
      payloads.map(({ told: { object, at }, organizationId, look }) => ({
        ...look,
        id: object.id,
        at,
        state: toState(object, organizationId),
        createdAt: fromUnixSeconds(object.created),
      })),
    );
  }

  /** @param again observes once more, where another writer makes it needed; see {@link writeObserved} */
  store(
    session: Stripe.Checkout.Session,
    organizationId: string,
    ticket: number,
    again?: () => Promise<CheckoutSessionRecord>,
  ): Promise<CheckoutSessionRecord> {
    return writeObserved(
      this.model,
      { stripe_session_id: session.id },
      {
        ticket,
        state: toState(session, organizationId),
        createdAt: fromUnixSeconds(session.created),
        readTime: readTimeOf(session),
        ...(again ? { again } : {}),
      },
    );
  }

  /** The state that would be stored of it, to be compared with what is. */
  stateOf(session: Stripe.Checkout.Session, organizationId: string): Partial<CheckoutSessionRecord> {
    return toState(session, organizationId);
  }
}

const STATE_OF: Readonly<Record<string, CheckoutSessionState>> = {
  open: 'pending',
  complete: 'completed',
  expired: 'expired',
};

function toState(session: Stripe.Checkout.Session, organizationId: string) {
  const metadata = session.metadata ?? {};
  return {
    organization_id: organizationId,
    stripe_customer_id: idOf(session.customer) ?? '',
    plan_id: metadata.plan_uid ?? null,
    billing_interval: toBillingInterval(metadata.billing_interval),
    choice: choiceLine(metadata),
    metadata,
    status: stateOf(session),
    url: session.url,
    payment_status: session.payment_status as string,
    stripe_subscription_id: idOf(session.subscription),
    expires_at: fromOptionalUnixSeconds(session.expires_at),
  };
}

/** Stripe leaves the status out of the sessions of old API versions; those were complete when they were sent. */
function stateOf({ status }: Stripe.Checkout.Session): CheckoutSessionState {
  return STATE_OF[status ?? 'complete'] ?? 'pending';
}
