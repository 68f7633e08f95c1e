import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import {
  CancelSubscriptionDocument,
  ChangeSubscriptionDocument,
  ConfirmCheckoutDocument,
  CreateCheckoutDocument,
  type CreateCheckoutMutation,
  CreateSubscriptionDocument,
  type CreateSubscriptionMutation,
  ResumeSubscriptionDocument,
  UpdateCustomerDocument,
} from './generated/operations.js';
import { payByCard } from './hosted-page.js';
import { isNoAnswer, type Stage } from './schedule-stage.js';
import type { SeededRandom } from './seeded-random.js';

/** An organization whose story is told. */
export interface Tenant {
  readonly organization: string;
  customer?: string;
  /** The engine made the customer, so it knows whose it is even when Stripe has deleted it. */
  isKnown: boolean;
  isDeleted: boolean;
  readonly subscriptions: string[];
  readonly checkouts: string[];
}

/** A client that does not get an answer asks again, elsewhere. */
async function insist<TResult>(stage: Stage, place: number, as: string, operation: object, variables: object) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await stage.ask<TResult>(await stage.workers.urlOf(place + attempt), as, operation, variables);
    } catch (error) {
      // The worker died with the request: whether it was carried out is not known.
      if (!isNoAnswer(error) || attempt > 40) throw error;
      await sleep(25);
    }
  }
}

async function priceNamed(stripe: Stripe, key: string): Promise<string> {
  const [price] = (await stripe.prices.list({ lookup_keys: [key] })).data;
  if (!price) throw new Error(`There is no price ${key}`);
  return price.id;
}

/** Stripe's refusals belong to life: what is ended cannot be changed, what is paid not paid again. */
async function atStripe(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const isRefusal = error instanceof Stripe.errors.StripeInvalidRequestError;
    if (!isRefusal && !(error instanceof Stripe.errors.StripeCardError)) throw error;
  }
}

/** Something that happens, at Stripe or through the engine. */
export type Play = (stage: Stage, tenant: Tenant, random: SeededRandom) => Promise<void>;

async function checkout(stage: Stage, tenant: Tenant, random: SeededRandom): Promise<string | undefined> {
  const idempotencyKey = random.happens(0.5) ? `checkout-${random.between(0, 1e9)}` : undefined;
  const input = {
    planUid: random.oneOf(['plan_starter', 'plan_pro']),
    billingInterval: random.oneOf(['MONTH', 'YEAR'] as const),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
  // A click that comes twice, at whichever process a balancer chooses.
  const answers = await Promise.all(
    Array.from({ length: random.between(1, 2) }, (_, place) =>
      insist<CreateCheckoutMutation>(stage, place, tenant.organization, CreateCheckoutDocument, { input }),
    ),
  );
  const opened = answers.flatMap(({ createCheckout }) => createCheckout.checkoutSession ?? []);
  const ids = new Set(opened.map(({ id }) => id));
  if (ids.size > 1) throw new Error(`One choice opened ${ids.size} checkouts`);
  const [first] = answers.filter(({ createCheckout }) => createCheckout.checkoutSession);
  const id = first?.createCheckout.checkoutSession?.id;
  if (id === undefined) return undefined;
  const session = await stage.stripe.checkout.sessions.retrieve(id);
  tenant.customer = String(session.customer);
  tenant.isKnown = true;
  if (!tenant.checkouts.includes(id)) tenant.checkouts.push(id);
  return id;
}

export const paidCheckout: Play = async (stage, tenant, random) => {
  const id = await checkout(stage, tenant, random);
  if (id === undefined) return;
  const { url, status } = await stage.stripe.checkout.sessions.retrieve(id);
  if (status !== 'open') return;
  await payByCard(url);
  const { subscription } = await stage.stripe.checkout.sessions.retrieve(id);
  tenant.subscriptions.push(String(subscription));
};

export const expiredCheckout: Play = async (stage, tenant, random) => {
  const id = await checkout(stage, tenant, random);
  if (id !== undefined) await atStripe(stage.stripe.checkout.sessions.expire(id));
};

export const subscribedAtStripe: Play = async (stage, tenant, random) => {
  const { organization } = tenant;
  const card = random.happens(0.8) ? 'pm_card_visa' : 'pm_card_chargeCustomerFail';
  if (tenant.customer === undefined) {
    const { id } = await stage.stripe.customers.create({
      ...{ payment_method: card, invoice_settings: { default_payment_method: card } },
      ...{ email: `${organization}@example.com`, metadata: { organization_id: organization } },
    });
    tenant.customer = id;
  }
  const price = await priceNamed(stage.stripe, random.oneOf(['plan_starter_month_usd', 'plan_pro_month_usd']));
  const { customer } = tenant;
  await atStripe(
    stage.stripe.subscriptions
      .create({ customer, items: [{ price }], payment_behavior: 'allow_incomplete' })
      .then(({ id }) => tenant.subscriptions.push(id)),
  );
};

export const subscribedByAdmin: Play = async (stage, tenant, random) => {
  const input = {
    organizationId: tenant.organization,
    planUid: random.oneOf(['plan_starter', 'plan_pro']),
    billingInterval: 'MONTH',
    paymentMethodId: 'pm_card_visa',
    idempotencyKey: `subscription-${random.between(0, 1e9)}`,
  };
  const answers = await Promise.all(
    Array.from({ length: random.between(1, 2) }, (_, place) =>
      insist<CreateSubscriptionMutation>(stage, place, 'admin', CreateSubscriptionDocument, { input }),
    ),
  );
  const made = new Map(
    answers.flatMap(({ createSubscription: { subscription } }) =>
      subscription ? [[subscription.id, subscription.customer?.id ?? ''] as const] : [],
    ),
  );
  if (made.size > 1) throw new Error(`One key made ${made.size} subscriptions`);
  for (const [id, customer] of made) {
    tenant.customer = customer;
    tenant.isKnown = true;
    if (!tenant.subscriptions.includes(id)) tenant.subscriptions.push(id);
  }
};

/** Something that happens to one of the subscriptions, if there is one. */
function toOne(happen: (stage: Stage, id: string, random: SeededRandom, tenant: Tenant) => Promise<unknown>): Play {
  return async (stage, tenant, random) => {
    if (tenant.subscriptions.length === 0) return;
    await happen(stage, random.oneOf(tenant.subscriptions), random, tenant);
  };
}

export const quantityChanged = toOne(async ({ stripe }, id, random) => {
  const { items } = await stripe.subscriptions.retrieve(id);
  const quantity = random.between(1, 9);
  const behavior = random.oneOf(['always_invoice', 'create_prorations', 'none'] as const);
  const item = items.data[0]?.id ?? '';
  await atStripe(stripe.subscriptions.update(id, { items: [{ id: item, quantity }], proration_behavior: behavior }));
});

export const labelled = toOne(({ stripe }, id, random) =>
  atStripe(stripe.subscriptions.update(id, { metadata: { seats: String(random.between(1, 1e6)) } })),
);
export const labelledTwice = toOne(async ({ stripe }, id, random) => {
  await atStripe(stripe.subscriptions.update(id, { metadata: { step: 'one' } }));
  await atStripe(stripe.subscriptions.update(id, { metadata: { step: `two ${random.between(1, 1e6)}` } }));
});
export const endPlanned = toOne(({ stripe }, id) =>
  atStripe(stripe.subscriptions.update(id, { cancel_at_period_end: true })),
);
export const endTakenBack = toOne(({ stripe }, id) =>
  atStripe(stripe.subscriptions.update(id, { cancel_at_period_end: false })),
);
export const ended = toOne(({ stripe }, id) => atStripe(stripe.subscriptions.cancel(id)));

export const paymentFailed = toOne(async ({ stripe }, id, random, { customer, isDeleted }) => {
  if (!customer || isDeleted) return;
  const card = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });
  const { items } = await stripe.subscriptions.retrieve(id);
  const line = { id: items.data[0]?.id ?? '', quantity: random.between(10, 20) };
  await atStripe(stripe.subscriptions.update(id, { items: [line], proration_behavior: 'always_invoice' }));
});

export const paidLater = toOne(async ({ stripe }, id) => {
  const { data } = await stripe.invoices.list({ subscription: id, status: 'open' });
  for (const { id: invoice } of data) {
    await atStripe(stripe.invoices.pay(invoice, { payment_method: 'pm_card_visa' }));
  }
});

export const renamed: Play = async ({ stripe }, { customer }, random) => {
  if (customer) await atStripe(stripe.customers.update(customer, { name: `Name ${random.between(1, 1e6)}` }));
};

/** A draft that is deleted, voided, or paid. */
export const extraInvoice: Play = async ({ stripe }, { customer, isDeleted }, random) => {
  if (!customer || isDeleted) return;
  await stripe.invoiceItems.create({ customer, amount: random.between(100, 9000), currency: 'usd' });
  const { id } = await stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
  const end = random.between(0, 3);
  if (end === 0) return atStripe(stripe.invoices.del(id));
  await atStripe(stripe.invoices.finalizeInvoice(id, { auto_advance: false }));
  if (end === 1) await atStripe(stripe.invoices.voidInvoice(id));
  if (end === 2) await atStripe(stripe.invoices.pay(id, { payment_method: 'pm_card_visa' }));
};

export const customerDeleted: Play = async ({ stripe }, tenant) => {
  if (!tenant.customer || !tenant.isKnown || tenant.isDeleted) return;
  tenant.isDeleted = true;
  await stripe.customers.del(tenant.customer);
};

/** What the API refuses, it says in its payload; anything else fails the schedule. */
function mutation(operation: object, inputOf: (tenant: Tenant, random: SeededRandom) => object | null): Play {
  return async (stage, tenant, random) => {
    const place = random.between(0, 1);
    const input = inputOf(tenant, random);
    if (input) await insist(stage, place, tenant.organization, operation, { input });
  };
}
const one = ({ subscriptions }: Tenant, random: SeededRandom, more: object = {}) =>
  subscriptions.length === 0 ? null : { id: random.oneOf(subscriptions), ...more };

export const MUTATIONS: Readonly<Record<string, Play>> = {
  'cancelSubscription at the period end': mutation(CancelSubscriptionDocument, (tenant, random) => one(tenant, random)),
  'cancelSubscription now': mutation(CancelSubscriptionDocument, (tenant, random) =>
    one(tenant, random, { atPeriodEnd: false }),
  ),
  resumeSubscription: mutation(ResumeSubscriptionDocument, (tenant, random) => one(tenant, random)),
  changeSubscription: mutation(ChangeSubscriptionDocument, (tenant, random) =>
    one(tenant, random, { quantity: random.between(1, 50) }),
  ),
  updateCustomer: mutation(UpdateCustomerDocument, ({ customer }, random) =>
    customer ? { id: customer, name: `Called ${random.between(1, 1e6)}` } : null,
  ),
  confirmCheckout: mutation(ConfirmCheckoutDocument, ({ checkouts }, random) =>
    checkouts.length === 0 ? null : { sessionId: random.oneOf(checkouts) },
  ),
};
