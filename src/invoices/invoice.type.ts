import { GraphQLURL } from 'graphql-scalars';
import type Stripe from 'stripe';
import { Field, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { fromOptionalUnixSeconds } from '../terms/instant.js';
import { Money } from '../terms/money.js';
import { Connection, type Page } from '../terms/page.js';
import { toLineState } from './invoice.projection.js';
import type { InvoiceLineRecord, InvoiceRecord } from './invoice.record.js';

/** The largest number that GraphQL's Int can show; metered usage can be more. */
const LARGEST_INT = 2 ** 31 - 1;

export enum InvoiceStatus {
  DRAFT = 'draft',
  OPEN = 'open',
  PAID = 'paid',
  UNCOLLECTIBLE = 'uncollectible',
  VOID = 'void',
  UNKNOWN = 'unknown',
}
registerEnumType(InvoiceStatus, {
  name: 'InvoiceStatus',
  description: "Stripe's words: https://docs.stripe.com/invoicing/overview#invoice-statuses",
  valuesConfig: {
    UNKNOWN: { description: 'A status that Stripe added after this release; `stripeStatus` shows it.' },
  },
});

@ObjectType()
export class InvoiceLine {
  @Field(() => String, { nullable: true })
  readonly description!: string | null;

  @Field(() => Money, { description: 'Negative for a credit.' })
  readonly amount!: Money;

  @Field(() => Int, { nullable: true, description: 'Null where there is none, and for usage beyond 32 bits.' })
  readonly quantity!: number | null;

  @Field(() => Boolean, { description: 'True when it makes up for a change within a period.' })
  readonly proration!: boolean;

  @Field(() => GraphQLISODateTime)
  readonly periodStart!: Date;

  @Field(() => GraphQLISODateTime)
  readonly periodEnd!: Date;
}

@ObjectType({ description: "An organization's invoice, as Stripe shows it now." })
export class Invoice {
  @Field(() => ID, { description: "Stripe's id: in_…" })
  readonly id!: string;

  @Field(() => ID)
  readonly organizationId!: string;

  readonly subscriptionId!: string | null;

  @Field(() => String, { nullable: true, description: 'Null until it is finalized.' })
  readonly number!: string | null;

  @Field(() => InvoiceStatus)
  readonly status!: InvoiceStatus;

  @Field(() => String, { description: "The status in Stripe's own word, also one that is newer than this release." })
  readonly stripeStatus!: string;

  @Field(() => Money, { description: 'After discounts and tax.' })
  readonly total!: Money;

  @Field(() => Money)
  readonly amountPaid!: Money;

  @Field(() => Money, { description: 'What was to be paid when it was finalized; it stays when it is paid.' })
  readonly amountDue!: Money;

  @Field(() => Money, { description: 'What is still to be paid.' })
  readonly amountRemaining!: Money;

  @Field(() => GraphQLURL, { nullable: true, description: 'The page on which to see and to pay it.' })
  readonly hostedInvoiceUrl!: string | null;

  @Field(() => GraphQLURL, { nullable: true })
  readonly invoicePdf!: string | null;

  @Field(() => Int, { description: 'How often a payment was tried.' })
  readonly attemptCount!: number;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When Stripe tries next; null when it does not.' })
  readonly nextPaymentAttempt!: Date | null;

  @Field(() => GraphQLISODateTime)
  readonly createdAt!: Date;

  @Field(() => GraphQLISODateTime, { description: 'When the stored state last changed.' })
  readonly updatedAt!: Date;

  @Field(() => [InvoiceLine])
  readonly lines!: InvoiceLine[];
}

export function toInvoice(record: InvoiceRecord): Invoice {
  const money = (amount: number) => new Money(amount, record.currency);
  return Object.assign(new Invoice(), {
    id: record.stripe_invoice_id,
    organizationId: record.organization_id,
    subscriptionId: record.stripe_subscription_id ?? null,
    number: record.number ?? null,
    status: Object.values(InvoiceStatus).find((known) => known === record.status) ?? InvoiceStatus.UNKNOWN,
    stripeStatus: record.status,
    total: money(record.total),
    amountPaid: money(record.amount_paid),
    amountDue: money(record.amount_due),
    amountRemaining: money(record.amount_remaining),
    hostedInvoiceUrl: record.hosted_invoice_url ?? null,
    invoicePdf: record.invoice_pdf ?? null,
    attemptCount: record.attempt_count,
    nextPaymentAttempt: record.next_payment_attempt ?? null,
    createdAt: record.created_at,
    updatedAt: record.updated_at,
    lines: record.lines.map(toInvoiceLine),
  });
}

function toInvoiceLine(line: InvoiceLineRecord): InvoiceLine {
  return Object.assign(new InvoiceLine(), {
    description: line.description,
    amount: new Money(line.amount, line.currency),
    quantity: line.quantity !== null && line.quantity <= LARGEST_INT ? line.quantity : null,
    proration: line.proration,
    periodStart: line.period_start,
    periodEnd: line.period_end,
  });
}

@ObjectType()
export class InvoiceConnection extends Connection<InvoiceRecord> {
  @Field(() => [Invoice])
  readonly nodes: Invoice[];

  constructor(page: Page<InvoiceRecord>) {
    super(page);
    this.nodes = page.rows.map(toInvoice);
  }
}

@ObjectType({ description: 'The next invoice of a subscription, as it would be now; it can still change.' })
export class UpcomingInvoice {
  @Field(() => Money)
  readonly total!: Money;

  @Field(() => Money)
  readonly amountDue!: Money;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly nextPaymentAttempt!: Date | null;

  @Field(() => [InvoiceLine])
  readonly lines!: InvoiceLine[];
}

export function toUpcomingInvoice(preview: Stripe.Invoice): UpcomingInvoice {
  return Object.assign(new UpcomingInvoice(), {
    total: new Money(preview.total, preview.currency),
    amountDue: new Money(preview.amount_due, preview.currency),
    nextPaymentAttempt: fromOptionalUnixSeconds(preview.next_payment_attempt),
    lines: toForeseenLines(preview.lines.data),
  });
}

/** The lines of an invoice that is only foreseen. */
export function toForeseenLines(lines: readonly Stripe.InvoiceLineItem[]): InvoiceLine[] {
  return lines.map((line) => toInvoiceLine(toLineState(line)));
}
