import type { ObjectType } from './mirrored-kind.js';

/** A field that may differ from Stripe's without anything being wrong. */
export interface LeftOutField {
  readonly path: string;
  readonly reason: string;
}

const RENDERED = 'Stripe signs or renders the link anew each time that it is read';

/** What is not compared, and why; everything else that a projection stores is. */
export const LEFT_OUT: Readonly<Record<ObjectType, readonly LeftOutField[]>> = {
  customer: [
    { path: 'stripe_data.next_invoice_sequence', reason: 'counts on with each invoice, and no event tells of it' },
  ],
  product: [],
  price: [],
  subscription: [],
  'checkout.session': [{ path: 'url', reason: RENDERED }],
  invoice: [
    { path: 'hosted_invoice_url', reason: RENDERED },
    { path: 'invoice_pdf', reason: RENDERED },
    { path: 'stripe_data.hosted_invoice_url', reason: RENDERED },
    { path: 'stripe_data.invoice_pdf', reason: RENDERED },
    {
      path: 'stripe_data.webhooks_delivered_at',
      reason: 'is set after the events of the invoice, without one of its own',
    },
    { path: 'stripe_data.lines.has_more', reason: 'a list shows the first lines only; those are compared' },
  ],
};
