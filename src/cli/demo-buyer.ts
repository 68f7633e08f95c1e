import { setTimeout as sleep } from 'node:timers/promises';

const WEBHOOK_PATIENCE_MS = 15_000;

interface CheckoutAnswer {
  readonly checkoutUrl: string | null;
  readonly checkoutSession: {
    readonly id: string;
    readonly status: string;
    readonly customer: { readonly id: string } | null;
  } | null;
  readonly errors: readonly BillingErrorAnswer[];
}

interface BillingErrorAnswer {
  readonly code: string;
  readonly message: string;
}

interface SubscriptionAnswer {
  readonly id: string;
  readonly status: string;
  readonly currentPeriodStart: string;
  readonly currentPeriodEnd: string;
  readonly plan: { readonly name: string } | null;
}

interface WebhookEventAnswer {
  readonly id: string;
  readonly status: string;
  readonly createdAt: string;
  readonly processedAt: string | null;
  readonly result: { readonly error: string | null; readonly subscriptionId: string | null } | null;
  readonly payload: { readonly data?: { readonly object?: { readonly id?: string } } };
}

/** A customer of the demo, who knows the engine only through HTTP. Each deed says what it found. */
export class DemoBuyer {
  #checkoutUrl = '';
  #sessionId = '';
  #subscriptionId = '';

  constructor(
    private readonly engineUrl: string,
    private readonly organizationId: string,
    private readonly adminKey: string,
  ) {}

  async findPlan(uid: string): Promise<string> {
    const { plan } = await this.#ask<{
      plan: { name: string; price: { id: string; unitPrice: { formatted: string } } } | null;
    }>(
      'query Plan($uid: ID!) { plan(uid: $uid) { name price(billingInterval: MONTH) { id unitPrice { formatted } } } }',
      { uid },
    );
    if (!plan) throw new Error(`there is no ${uid}`);
    return `${plan.name}, ${plan.price.unitPrice.formatted} a month (${plan.price.id})`;
  }

  async createCheckout(planUid: string): Promise<string> {
    const { createCheckout: answer } = await this.#ask<{ createCheckout: CheckoutAnswer }>(
      `mutation Checkout($input: CreateCheckoutInput!) {
        createCheckout(input: $input) {
          checkoutUrl
          checkoutSession { id status customer { id } }
          errors { code message }
        }
      }`,
      { input: { planUid, billingInterval: 'MONTH' } },
    );
    assertNoErrors(answer.errors);
    this.#checkoutUrl = answer.checkoutUrl ?? '';
    this.#sessionId = answer.checkoutSession?.id ?? '';
    return `${this.#sessionId}, ${answer.checkoutSession?.status}, for ${answer.checkoutSession?.customer?.id} of ${this.organizationId}`;
  }

  async payOnHostedPage(): Promise<string> {
    const page = await fetch(this.#checkoutUrl);
    if (!page.ok) throw new Error(`the hosted page answered ${page.status}`);
    const card = {
      number: '4242424242424242',
      expiry: '12 / 40',
      cvc: '123',
      name: 'Ada Demo',
      email: 'ada@demo.example',
    };
    const paid = await fetch(this.#checkoutUrl, {
      method: 'POST',
      body: new URLSearchParams(card),
      redirect: 'manual',
    });
    const location = paid.headers.get('location');
    if (paid.status !== 303 || !location) throw new Error(`the hosted page answered ${paid.status}`);
    return `sent back to ${location}`;
  }

  async awaitWebhook(): Promise<string> {
    const deadline = Date.now() + WEBHOOK_PATIENCE_MS;
    let last = 'no event came';
    while (Date.now() < deadline) {
      const event = await this.#completedEvent();
      if (event?.status === 'PROCESSED') {
        return `${event.id}, stored at ${event.createdAt}, processed at ${event.processedAt}, for ${event.result?.subscriptionId}`;
      }
      if (event) last = `${event.id} is ${event.status}${event.result?.error ? `: ${event.result.error}` : ''}`;
      await sleep(50);
    }
    throw new Error(last);
  }

  async confirmCheckout(): Promise<string> {
    const { confirmCheckout: answer } = await this.#ask<{
      confirmCheckout: {
        session: { paymentStatus: string; amountTotal: { formatted: string } } | null;
        subscription: { id: string } | null;
        errors: readonly BillingErrorAnswer[];
      };
    }>(
      `mutation Confirm($input: ConfirmCheckoutInput!) {
        confirmCheckout(input: $input) {
          session { paymentStatus amountTotal { formatted } }
          subscription { id }
          errors { code message }
        }
      }`,
      { input: { sessionId: this.#sessionId } },
    );
    assertNoErrors(answer.errors);
    this.#subscriptionId = answer.subscription?.id ?? '';
    return `${answer.session?.paymentStatus}, ${answer.session?.amountTotal.formatted}, ${this.#subscriptionId}`;
  }

  async readSubscription(): Promise<string> {
    const { subscription } = await this.#ask<{ subscription: SubscriptionAnswer | null }>(
      `query Subscription($id: ID!) {
        subscription(id: $id) { id status currentPeriodStart currentPeriodEnd plan { name } }
      }`,
      { id: this.#subscriptionId },
    );
    if (subscription?.status !== 'ACTIVE') throw new Error(`it is ${subscription?.status ?? 'not stored'}`);
    const { id, status, plan, currentPeriodStart, currentPeriodEnd } = subscription;
    return `${id}, ${status}, ${plan?.name}, from ${currentPeriodStart} to ${currentPeriodEnd}`;
  }

  async #completedEvent(): Promise<WebhookEventAnswer | undefined> {
    const { webhookEvents } = await this.#ask<{ webhookEvents: { nodes: WebhookEventAnswer[] } }>(
      `query Events {
        webhookEvents(first: 100, filter: { type: ["checkout.session.completed"] }) {
          nodes { id status createdAt processedAt payload result { error subscriptionId } }
        }
      }`,
      {},
      { 'x-api-key': this.adminKey },
    );
    return webhookEvents.nodes.find(({ payload }) => payload.data?.object?.id === this.#sessionId);
  }

  async #ask<T>(query: string, variables: object, identity: Record<string, string> = this.#member()): Promise<T> {
    const response = await fetch(`${this.engineUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...identity },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: T | null; errors?: readonly { message: string }[] };
    if (!data)
      throw new Error(errors?.map(({ message }) => message).join('; ') ?? `GraphQL answered ${response.status}`);
    return data;
  }

  #member(): Record<string, string> {
    return { 'x-organization-id': this.organizationId, 'x-customer-email': 'ada@demo.example' };
  }
}

function assertNoErrors(errors: readonly BillingErrorAnswer[]): void {
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join('; '));
}
