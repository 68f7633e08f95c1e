import { isDeepStrictEqual } from 'node:util';
import type { Document } from 'mongodb';
import type Stripe from 'stripe';
import { isOfPayload } from '../../src/mongo/observation.js';
import { historyFaults, historyOf } from '../../src/subscriptions/state-change.js';
import type { KeptChangeRecord } from '../../src/subscriptions/state-change.record.js';
import type { SubscriptionRecord } from '../../src/subscriptions/subscription.record.js';
import { keptOfInvoice } from './kept-of-invoice.js';
import type { Tenant } from './schedule-acts.js';
import type { Stage } from './schedule-stage.js';
import { shownByStripe } from './subscribed.js';

type Shown = Readonly<Record<string, unknown>>;

/**
 * What of the organization's documents is not as Stripe shows its objects; and what was done more than once. A
 * comparison of its own: it shares no line with the engine's.
 */
export async function driftOf(stage: Stage, tenant: Tenant): Promise<readonly string[]> {
  return (await examined(stage, tenant)).faults;
}

export interface Examined {
  readonly faults: readonly string[];
  /** How many documents hold what the payload of an event told, and how many what was read from Stripe. */
  readonly byPayload: number;
  readonly byRead: number;
}

/** As {@link driftOf}; the histories of the subscriptions too. */
export async function examined(stage: Stage, tenant: Tenant): Promise<Examined> {
  const { stripe, connection } = stage;
  const { customer, organization } = tenant;
  const collection = (name: string) => connection.collection(name);
  const owners = await stripe.customers.search({ query: `metadata['organization_id']:'${organization}'`, limit: 100 });
  const faults: string[] = [];
  if (owners.data.length !== (tenant.isDeleted || !customer ? 0 : 1)) {
    faults.push(`Stripe has ${owners.data.length} customers of ${organization}`);
  }
  if (!customer) return { faults, byPayload: 0, byRead: 0 };
  const all = { customer, limit: 100 };
  const [subscriptions, sessions, invoices] = await Promise.all([
    stripe.subscriptions.list({ ...all, status: 'all' }),
    stripe.checkout.sessions.list(all),
    stripe.invoices.list(all),
  ]);
  const stored = (name: string) => collection(name).find({ stripe_customer_id: customer }).toArray();
  const [customerRows, subscriptionRows, sessionRows, invoiceRows] = await Promise.all([
    collection('stripe_customers').find({ organization_id: organization }).toArray(),
    stored('subscriptions'),
    stored('checkout_sessions'),
    stored('invoices'),
  ]);
  faults.push(
    ...compared(
      'customer',
      owners.data.map(customerShown),
      customerRows.map((row) => ({ ...row, stripe_data: told(row.stripe_data) })),
      'stripe_customer_id',
    ),
    ...compared('subscription', subscriptions.data.map(shownByStripe), subscriptionRows, 'stripe_subscription_id'),
    ...compared('session', sessions.data.map(sessionShown), sessionRows, 'stripe_session_id'),
    ...compared(
      'invoice',
      invoices.data.map(invoiceShown),
      invoiceRows.filter(({ deleted }) => !deleted),
      'stripe_invoice_id',
    ),
  );
  for (const row of [...customerRows, ...subscriptionRows, ...sessionRows, ...invoiceRows]) {
    if (row.organization_id !== organization) faults.push(`${row._id} belongs to ${row.organization_id}`);
  }
  const wanted = [...tenant.subscriptions].sort();
  const existing = subscriptions.data.map(({ id }) => id).sort();
  if (!isDeepStrictEqual(existing, wanted)) {
    faults.push(`Stripe has the subscriptions ${existing.join()}, and ${wanted.join()} were made`);
  }
  faults.push(...(await brokenHistories(stage, subscriptionRows as unknown as readonly SubscriptionRecord[])));
  const written = [...subscriptionRows, ...sessionRows, ...invoiceRows].map(({ observed_ticket }) => observed_ticket);
  const byPayload = written.filter(isOfPayload).length;
  return { faults, byPayload, byRead: written.length - byPayload };
}

async function brokenHistories(stage: Stage, rows: readonly SubscriptionRecord[]): Promise<string[]> {
  const changes = stage.connection.collection<KeptChangeRecord>('subscription_changes');
  const kept = await changes
    .find({ stripe_subscription_id: { $in: rows.map(({ stripe_subscription_id }) => stripe_subscription_id) } })
    .toArray();
  return rows.flatMap((row) => {
    const own = kept.filter((change) => change.stripe_subscription_id === row.stripe_subscription_id);
    return historyFaults(row, historyOf(row.last_change, own));
  });
}

/** One document for each object and none besides, and every value in it that Stripe shows. */
function compared(noun: string, shown: readonly Shown[], rows: readonly Document[], key: string): string[] {
  const faults: string[] = [];
  for (const object of shown) {
    const id = String(object[key]);
    const own = rows.filter((row) => row[key] === id);
    if (own.length !== 1) faults.push(`${noun} ${id} is stored ${own.length} times`);
    const [row] = own;
    if (!row) continue;
    for (const [field, value] of Object.entries(object)) {
      if (isDeepStrictEqual(row[field] ?? null, value ?? null)) continue;
      const [ours, theirs] = [row[field], value].map((side) => JSON.stringify(side)?.slice(0, 3000));
      faults.push(`${noun} ${id}: ${field} is ${differing(ours, theirs)} (of the ticket ${row.observed_ticket})`);
    }
  }
  const known = new Set(shown.map((object) => object[key]));
  for (const row of rows) if (!known.has(row[key])) faults.push(`${noun} ${row[key]} is stored and not at Stripe`);
  return faults;
}

/** Both sides from a little before where they part. */
function differing(ours = 'nothing', theirs = 'nothing'): string {
  let same = 0;
  while (same < ours.length && ours[same] === theirs[same]) same += 1;
  const from = Math.max(0, same - 60);
  return `…${ours.slice(from, same + 80)}… and …${theirs.slice(from, same + 80)}… at Stripe`;
}

const seconds = (value: number | null | undefined) => (typeof value === 'number' ? new Date(value * 1000) : null);
const plain = (object: object): unknown => JSON.parse(JSON.stringify(object));

function customerShown(customer: Stripe.Customer): Shown {
  const { id, email, name } = customer;
  return { stripe_customer_id: id, email, name, stripe_data: told(customer) };
}

/** It counts on with each invoice, and no event tells of it. */
function told({ next_invoice_sequence: _untold, ...customer }: object & { next_invoice_sequence?: unknown }): unknown {
  return plain(customer);
}

const SESSION_STATES: Readonly<Record<string, string>> = { open: 'pending', complete: 'completed', expired: 'expired' };

function sessionShown(session: Stripe.Checkout.Session): Shown {
  return {
    stripe_session_id: session.id,
    status: SESSION_STATES[session.status ?? ''],
    url: session.url,
    payment_status: session.payment_status,
    stripe_subscription_id: session.subscription,
    metadata: session.metadata,
    expires_at: seconds(session.expires_at),
  };
}

function invoiceShown(invoice: Stripe.Invoice): Shown {
  return {
    stripe_invoice_id: invoice.id,
    stripe_subscription_id: invoice.parent?.subscription_details?.subscription ?? null,
    number: invoice.number,
    status: invoice.status,
    currency: invoice.currency,
    total: invoice.total,
    amount_paid: invoice.amount_paid,
    amount_due: invoice.amount_due,
    amount_remaining: invoice.amount_remaining,
    attempt_count: invoice.attempt_count,
    billing_reason: invoice.billing_reason,
    stripe_data: keptOfInvoice(invoice),
  };
}
