import type Stripe from 'stripe';
import { type CheckoutSessionPayloads, soldBy } from '../checkout/checkout-session-payloads.js';
import type { CustomerProjection } from '../customers/customer.projection.js';
import type { InvoicePayloads } from '../invoices/invoice-payloads.js';
import type { Observations } from '../mongo/observation.js';
import { API_VERSION } from '../stripe/api-version.js';
import { subscriptionIdOf } from '../stripe/invoice-shape.js';
import { idOf } from '../stripe/reference.js';
import type { SubscriptionPayloads } from '../subscriptions/subscription-payloads.js';
import type { PayloadSurroundings, Told } from '../terms/told.js';
import { objectOf } from './event-object.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import type { WebhookOutcome } from './webhook-handlers.js';

/** Which events tell of which kind of object. Drafts of invoices still change without an event, and may be deleted. */
const KINDS = {
  subscription: new Set([
    'customer.subscription.created',
    'customer.subscription.updated',
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.resumed',
  ]),
  session: new Set(['checkout.session.completed', 'checkout.session.expired']),
  invoice: new Set([
    'invoice.finalized',
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice.payment_failed',
    'invoice.voided',
    'invoice.marked_uncollectible',
  ]),
} as const;

/** Events of one object that differ by less than this may have happened in either order. */
const DOUBTFUL_MS = 2000;

export interface WebhookPayloadsParts {
  readonly observations: Observations;
  readonly customers: CustomerProjection;
  readonly subscriptions: SubscriptionPayloads;
  readonly checkouts: CheckoutSessionPayloads;
  readonly invoices: InvoicePayloads;
}

/**
 * Works events off by their payloads, many at once and without a request to Stripe, where that is provably right. What
 * is not is left to the handlers, which read the object from Stripe.
 */
export class WebhookPayloads {
  constructor(private readonly parts: WebhookPayloadsParts) {}

  /** Whether an event of this type and version can be done by its payload at all. */
  covers({ event_type, event_data }: WebhookEventRecord): boolean {
    return event_data?.api_version === API_VERSION && Object.values(KINDS).some((types) => types.has(event_type));
  }

  /**
   * Looks at all that is stored of the objects at once, then writes all at once.
   *
   * @param events that are covered
   * @returns the outcomes of those that are done, by their id
   */
  async apply(events: readonly WebhookEventRecord[]): Promise<ReadonlyMap<string, WebhookOutcome>> {
    const groups = Map.groupBy(events, (event) => toldOf(event)?.id ?? '');
    const told = [...groups.values()].map(latestOf).filter((each) => each !== null);
    const subscriptions = ofKind<Stripe.Subscription>(told, KINDS.subscription);
    const sessions = ofKind<Stripe.Checkout.Session>(told, KINDS.session);
    const invoices = ofKind<Stripe.Invoice>(told, KINDS.invoice);
    const surroundings: PayloadSurroundings = {
      tickets: this.parts.observations.lastOf(told.map(({ object }) => object.id)),
      organizations: this.parts.customers.organizationsOf(told.flatMap(({ object }) => idOf(object.customer) ?? [])),
    };
    const comparing = this.parts.subscriptions.compare(subscriptions, surroundings);
    const fresh = comparing.then((compared) => this.parts.subscriptions.fresh(moments(sessions, invoices), compared));
    const [ofSubscriptions, ofSessions, ofInvoices] = await Promise.all([
      comparing.then((compared) => this.parts.subscriptions.store(compared)),
      this.parts.checkouts.fold(sessions, surroundings, fresh),
      this.parts.invoices.fold(invoices, surroundings, fresh),
      // Nobody else waits for them where nothing is compared.
      ...Object.values(surroundings),
    ]);
    const outcomes = new Map<string, WebhookOutcome>();
    const note = (id: string, organizationId: string, subscriptionId: string | null) => {
      const outcome = { organizationId, ...(subscriptionId === null ? {} : { subscriptionId }) };
      for (const { event_id } of groups.get(id) ?? []) outcomes.set(event_id, outcome);
    };
    for (const [id, organizationId] of ofSubscriptions) note(id, organizationId, id);
    for (const [id, { organizationId, subscriptionId }] of [...ofSessions, ...ofInvoices]) {
      note(id, organizationId, subscriptionId);
    }
    return outcomes;
  }
}

type WebhookObject = Pick<Stripe.Invoice, 'id' | 'customer'>;

interface ToldObject extends Told<WebhookObject> {
  readonly type: string;
}

/** What the last of them tells, which is all that the others tell and more; null when it is not clear which is the last. */
function latestOf(events: readonly WebhookEventRecord[]): ToldObject | null {
  const [last, previous] = events.toSorted((one, other) => Number(other.occurred_at) - Number(one.occurred_at));
  const object = last && toldOf(last);
  if (!last || !object) return null;
  if (previous && Number(last.occurred_at) - Number(previous.occurred_at) < DOUBTFUL_MS) return null;
  return { eventId: last.event_id, at: last.occurred_at, type: last.event_type, object };
}

function ofKind<O>(told: readonly ToldObject[], types: ReadonlySet<string>): readonly Told<O>[] {
  return told.filter(({ type }) => types.has(type)) as unknown as readonly Told<O>[];
}

/** When something last happened to a session or an invoice of each subscription. */
function moments(
  sessions: readonly Told<Stripe.Checkout.Session>[],
  invoices: readonly Told<Stripe.Invoice>[],
): ReadonlyMap<string, Date> {
  const latest = new Map<string, Date>();
  const note = (id: string | null, at: Date) => {
    if (id && at > (latest.get(id) ?? 0)) latest.set(id, at);
  };
  for (const { object, at } of sessions) note(soldBy(object), at);
  for (const { object, at } of invoices) note(subscriptionIdOf(object), at);
  return latest;
}

function toldOf(event: WebhookEventRecord): WebhookObject | undefined {
  const object = objectOf(event);
  return typeof object?.id === 'string' ? (object as unknown as WebhookObject) : undefined;
}
