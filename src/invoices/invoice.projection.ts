import type { Model, QueryFilter } from 'mongoose';
import type Stripe from 'stripe';
import type { Observations } from '../mongo/observation.js';
import { type Look, type Looks, lookAt, writePayloads } from '../mongo/payload-write.js';
import { writeObserved } from '../mongo/projection-write.js';
import { StoredObjects } from '../mongo/stored-objects.js';
import { TenantCollection } from '../mongo/tenant-collection.js';
import { isProration, subscriptionIdOf } from '../stripe/invoice-shape.js';
import { withoutPersonalData } from '../stripe/personal-data.js';
import { toPlainJson } from '../stripe/plain-json.js';
import { readTimeOf } from '../stripe/read-time.js';
import { idOf } from '../stripe/reference.js';
import { fromOptionalUnixSeconds, fromUnixSeconds } from '../terms/instant.js';
import type { Page, PageRequest } from '../terms/page.js';
import type { TenantScope } from '../terms/tenant-scope.js';
import type { Told } from '../terms/told.js';
import type { InvoiceLineRecord, InvoiceRecord } from './invoice.record.js';

/** What of an invoice is ours to say. */
export interface InvoiceFacts {
  readonly organizationId: string;
  /** Stripe no longer knows it. */
  readonly deleted: boolean;
}

/** The one writer of invoices, and its reader. */
export class InvoiceProjection {
  readonly stored: StoredObjects<InvoiceRecord>;
  readonly #collection: TenantCollection<InvoiceRecord>;

  constructor(
    private readonly model: Model<InvoiceRecord>,
    private readonly observations: Observations,
  ) {
    this.#collection = new TenantCollection(model, 'stripe_invoice_id');
    this.stored = new StoredObjects(model, 'stripe_invoice_id', { deleted: false });
  }

  findById(scope: TenantScope, id: string): Promise<InvoiceRecord | null> {
    return this.#collection.findOne(scope, { stripe_invoice_id: { $eq: id }, deleted: false });
  }

  page(scope: TenantScope, filter: QueryFilter<InvoiceRecord>, request: PageRequest): Promise<Page<InvoiceRecord>> {
    const projection = { stripe_data: 0 } as const;
    return this.#collection.page(scope, { $and: [filter, { deleted: false }] }, { projection, ...request });
  }

  /** Draw it before the invoice is read from Stripe. */
  drawTicket(invoiceId: string): Promise<number> {
    return this.observations.draw(invoiceId);
  }

  /** What is stored of each, whoever it belongs to: for the engine itself. */
  look(ids: readonly string[], tickets: Promise<ReadonlyMap<string, number>>): Promise<Looks<InvoiceRecord>> {
    return lookAt(this.model, 'stripe_invoice_id', ids, tickets);
  }

  /**
   * Stores what events tell, where it is newer than what is stored.
   *
   * @returns the ids of those that are stored
   */
  storePayloads(
    payloads: readonly {
      readonly told: Told<Stripe.Invoice>;
      readonly organizationId: string;
      readonly look: Look<InvoiceRecord>;
    }[],
  ): Promise<ReadonlySet<string>> {
    return writePayloads(
      this.model,
      'stripe_invoice_id',
      payloads.map(({ told: { object, at }, organizationId, look }) => ({
        ...look,
        id: object.id,
        at,
        state: toState(object, { organizationId, deleted: false }, { ...object } as unknown as Record<string, unknown>),
        createdAt: fromUnixSeconds(object.created),
      })),
    );
  }

  /** @param again observes once more, where another writer makes it needed; see {@link writeObserved} */
  store(
    invoice: Stripe.Invoice,
    facts: InvoiceFacts,
    ticket: number,
    again: () => Promise<InvoiceRecord>,
  ): Promise<InvoiceRecord> {
    return writeObserved(
      this.model,
      { stripe_invoice_id: invoice.id },
      {
        ticket,
        state: toState(invoice, facts),
        createdAt: fromUnixSeconds(invoice.created),
        readTime: readTimeOf(invoice),
        again,
      },
    );
  }

  /** The state that would be stored of it, to be compared with what is. */
  stateOf(invoice: Stripe.Invoice, facts: InvoiceFacts): Partial<InvoiceRecord> {
    return toState(invoice, facts);
  }
}

/** @param stripeData the invoice as it is kept: an event's is plain JSON already */
function toState(
  invoice: Stripe.Invoice,
  { organizationId, deleted }: InvoiceFacts,
  stripeData = withoutPersonalData(toPlainJson(invoice)),
) {
  return {
    organization_id: organizationId,
    stripe_customer_id: idOf(invoice.customer) ?? '',
    stripe_subscription_id: subscriptionIdOf(invoice),
    number: invoice.number,
    status: (invoice.status as string | null) ?? 'draft',
    currency: invoice.currency as string,
    total: invoice.total,
    amount_paid: invoice.amount_paid,
    amount_due: invoice.amount_due,
    amount_remaining: invoice.amount_remaining,
    hosted_invoice_url: invoice.hosted_invoice_url ?? null,
    invoice_pdf: invoice.invoice_pdf ?? null,
    attempt_count: invoice.attempt_count,
    next_payment_attempt: fromOptionalUnixSeconds(invoice.next_payment_attempt),
    billing_reason: invoice.billing_reason as string | null,
    lines: invoice.lines.data.map(toLineState),
    deleted,
    stripe_data: stripeData,
  };
}

/** A line in our words, of an invoice that is stored or only foreseen. */
export function toLineState(line: Stripe.InvoiceLineItem): InvoiceLineRecord {
  return {
    stripe_line_id: line.id,
    description: line.description,
    amount: line.amount,
    currency: line.currency as string,
    quantity: line.quantity,
    proration: isProration(line),
    period_start: fromUnixSeconds(line.period.start),
    period_end: fromUnixSeconds(line.period.end),
  };
}
