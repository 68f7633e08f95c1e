import type { Intents } from '../mongo/intents.js';
import type { CustomerProjection } from './customer.projection.js';

/** A customer who was deleted at Stripe. */
export interface DeletedCustomer {
  readonly customerId: string;
  readonly organizationId: string;
}

/** Removes what a room still has of the person; doing it again changes nothing. */
export type Eraser = (customer: DeletedCustomer) => Promise<void>;

/**
 * Takes away what says who a deleted customer was: docs/security.md says what, what is kept, and why. It runs when the
 * customer is deleted here and again when Stripe's event tells of it, so that a crash between two of its steps, or a
 * writer that overtook one, leaves nothing behind.
 */
export class CustomerErasure {
  readonly #erasers: Eraser[] = [];

  constructor(
    private readonly projection: CustomerProjection,
    private readonly intents: Intents,
  ) {}

  /** Higher rooms join here, so that this one need not know them. */
  add(eraser: Eraser): void {
    this.#erasers.push(eraser);
  }

  async erase(customer: DeletedCustomer): Promise<void> {
    const { customerId, organizationId } = customer;
    await this.projection.remove(customerId, organizationId);
    // Where its creation began and never ended, what it was to be made with is still there.
    await this.intents.forget(`customer:${organizationId}`);
    for (const eraser of this.#erasers) await eraser(customer);
  }
}
