import { randomLetters } from './random.js';

const DAY = 86_400;
/** Every month of the stories is as long. */
const MONTH = 30 * DAY;

export type StoryEventType =
  | 'checkout.session.completed'
  | 'customer.subscription.created'
  | 'customer.subscription.updated'
  | 'customer.subscription.deleted'
  | 'invoice.paid'
  | 'invoice.payment_failed';

/** A customer who subscribes once. All times are Unix seconds. */
export interface Buyer {
  readonly index: string;
  readonly organizationId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly itemId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly email: string;
  readonly createdAt: number;
}

interface AnyState {
  readonly id: string;
  readonly buyer: Buyer;
}

export interface SubscriptionState extends AnyState {
  readonly kind: 'subscription';
  readonly status: 'active' | 'past_due' | 'canceled';
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly latestInvoiceId: string;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: number | null;
  readonly endedAt: number | null;
}

export interface InvoiceState extends AnyState {
  readonly kind: 'invoice';
  readonly number: number;
  readonly lineId: string;
  readonly status: 'paid' | 'open';
  readonly createdAt: number;
  readonly paidAt: number | null;
  readonly attempts: number;
  readonly periodStart: number;
  readonly periodEnd: number;
}

export interface SessionState extends AnyState {
  readonly kind: 'session';
  readonly createdAt: number;
  readonly invoiceId: string;
}

export type ObjectState = SubscriptionState | InvoiceState | SessionState;

/** Something that happened to one object. */
export interface Happening {
  readonly type: StoryEventType;
  readonly second: number;
  readonly state: ObjectState;
  /** What an update replaced. */
  readonly before?: SubscriptionState;
}

/**
 * The life of one subscription: bought and paid in one second; then, month after month, renewed and paid in one second,
 * or past due with a failed payment, which is made good three days later; at the end, of some, cancelled.
 */
export class BuyerStory {
  readonly buyer: Buyer;
  readonly happenings: Happening[] = [];
  #numberOfInvoices = 0;
  #subscription: SubscriptionState;
  #invoice: InvoiceState;

  /**
   * @param index names the buyer, and is part of the ids of all its objects
   * @param quota how many events it has; at least 3
   */
  constructor(
    index: string,
    quota: number,
    endsAt: number,
    private readonly random: () => number,
  ) {
    // The last event is at most ten days after the last renewal, and somewhere in the last weeks before the end.
    const renewals = Math.floor((quota - 3) / 2);
    const start = Math.floor(endsAt - (renewals + 1.4 - random()) * MONTH);
    this.buyer = this.#newBuyer(index, start);
    this.#invoice = this.#newInvoice(start, start);
    this.#subscription = this.#buy(start);
    let due = start + MONTH;
    while (this.happenings.length + 2 <= quota) {
      if (this.#subscription.status === 'past_due') this.#makeGood(due - MONTH + 3 * DAY);
      else {
        this.#renew(due, random() < 0.12);
        due += MONTH;
      }
    }
    if (this.happenings.length < quota) this.#giveUp(due - MONTH + 10 * DAY);
  }

  #newBuyer(index: string, createdAt: number): Buyer {
    const id = (prefix: string) => `${prefix}_${index}${randomLetters(this.random, 14)}`;
    return {
      index,
      organizationId: `org_${index}`,
      customerId: id('cus'),
      subscriptionId: id('sub'),
      itemId: id('si'),
      sessionId: `cs_test_${index}${randomLetters(this.random, 48)}`,
      name: `Buyer ${index}`,
      email: `billing@${index.toLowerCase()}.example`,
      createdAt: createdAt - 60,
    };
  }

  #newInvoice(second: number, periodStart: number): InvoiceState {
    this.#numberOfInvoices += 1;
    const number = this.#numberOfInvoices;
    const tag = `${this.buyer.index}${String(number).padStart(4, '0')}`;
    return {
      kind: 'invoice',
      id: `in_${tag}${randomLetters(this.random, 10)}`,
      lineId: `il_${tag}${randomLetters(this.random, 10)}`,
      buyer: this.buyer,
      number,
      status: 'paid',
      createdAt: second,
      paidAt: second,
      attempts: 1,
      periodStart,
      periodEnd: periodStart + MONTH,
    };
  }

  #buy(second: number): SubscriptionState {
    const subscription: SubscriptionState = {
      kind: 'subscription',
      id: this.buyer.subscriptionId,
      buyer: this.buyer,
      status: 'active',
      periodStart: second,
      periodEnd: second + MONTH,
      latestInvoiceId: this.#invoice.id,
      cancelAtPeriodEnd: false,
      canceledAt: null,
      endedAt: null,
    };
    const session: SessionState = {
      kind: 'session',
      id: this.buyer.sessionId,
      buyer: this.buyer,
      createdAt: second - 45,
      invoiceId: this.#invoice.id,
    };
    this.happenings.push(
      { type: 'customer.subscription.created', second, state: subscription },
      { type: 'checkout.session.completed', second, state: session },
      { type: 'invoice.paid', second, state: this.#invoice },
    );
    return subscription;
  }

  #renew(second: number, fails: boolean): void {
    const invoice = this.#newInvoice(second, second);
    this.#invoice = fails ? { ...invoice, status: 'open', paidAt: null } : invoice;
    this.#update(second, {
      status: fails ? 'past_due' : 'active',
      periodStart: second,
      periodEnd: second + MONTH,
      latestInvoiceId: invoice.id,
    });
    this.happenings.push({ type: fails ? 'invoice.payment_failed' : 'invoice.paid', second, state: this.#invoice });
  }

  #makeGood(second: number): void {
    this.#invoice = { ...this.#invoice, status: 'paid', paidAt: second, attempts: 2 };
    this.#update(second, { status: 'active' });
    this.happenings.push({ type: 'invoice.paid', second, state: this.#invoice });
  }

  /** Ends at once when it is past due, and of the others every second; the rest are to end with their period. */
  #giveUp(second: number): void {
    if (this.#subscription.status !== 'past_due' && this.random() < 0.5) {
      this.#update(second, { cancelAtPeriodEnd: true, canceledAt: second });
      return;
    }
    this.#subscription = { ...this.#subscription, status: 'canceled', canceledAt: second, endedAt: second };
    this.happenings.push({ type: 'customer.subscription.deleted', second, state: this.#subscription });
  }

  #update(second: number, change: Partial<SubscriptionState>): void {
    const before = this.#subscription;
    this.#subscription = { ...before, ...change };
    this.happenings.push({ type: 'customer.subscription.updated', second, state: this.#subscription, before });
  }
}
