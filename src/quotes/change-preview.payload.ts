import { Field, GraphQLISODateTime, ID, ObjectType } from 'type-graphql';
import { InvoiceLine, toForeseenLines } from '../invoices/invoice.type.js';
import { BillingError } from '../terms/billing-error.js';
import { Money } from '../terms/money.js';
import type { ChangePreview } from './change-preview.service.js';

@ObjectType({ description: 'What a change would cost; all but `lines` and `errors` is null where it cannot be made.' })
export class SubscriptionChangePreviewPayload {
  @Field(() => ID, {
    nullable: true,
    description: 'For changeSubscription, once and until it expires: then the change is charged as it says here.',
  })
  readonly quoteId?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly quoteExpiresAt?: Date | null;

  @Field(() => Money, {
    nullable: true,
    description: 'What is charged when the change is made, after the balance of the customer; 0 where it can wait.',
  })
  readonly amountDueNow?: Money | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'What the next invoice comes to, before the balance of the customer, as things stand; usage yet to come is not in ' +
      'it. Null when none is to come.',
  })
  readonly nextInvoiceTotal?: Money | null;

  @Field(() => [InvoiceLine], {
    description: 'Of the invoice that the change makes where one is made at once; else of the next invoice.',
  })
  readonly lines: InvoiceLine[] = [];

  @Field(() => [BillingError])
  readonly errors!: BillingError[];
}

/** The payload but for its errors. */
export function toPreviewPayload(preview: ChangePreview): Omit<SubscriptionChangePreviewPayload, 'errors'> {
  const { quoteId, expiresAt, currency, amountDueNow, nextInvoiceTotal, lines } = preview;
  return {
    quoteId,
    quoteExpiresAt: expiresAt,
    amountDueNow: new Money(amountDueNow, currency),
    nextInvoiceTotal: nextInvoiceTotal === null ? null : new Money(nextInvoiceTotal, currency),
    lines: toForeseenLines(lines),
  };
}
