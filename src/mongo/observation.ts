import type { Collection, Connection } from 'mongoose';

/**
 * The ticket of what a creation answered: the oldest observation that an object can have, so it is stored only where
 * nothing else is. Stripe repeats that answer for the same idempotency key, however much the object has changed since.
 */
export const AT_CREATION = 0;

/**
 * The ticket of a payload: after every observation that was begun before the payload was looked at, and before every
 * one that is begun later, which therefore reads what the payload tells of, or more.
 *
 * @param last the last ticket that was drawn for the object
 */
export function ticketOfPayload(last: number): number {
  return last + 0.5;
}

export function isOfPayload(ticket: number): boolean {
  return !Number.isInteger(ticket);
}

/**
 * Puts observations of Stripe's objects in order.
 *
 * Whoever wants to store an object first draws a ticket for it, then retrieves the object, then writes under the
 * ticket; a write is refused when a higher ticket is stored. So a slow process cannot overwrite newer state: the
 * ticket of the last change's event was drawn after that change, hence every write from it on carries the change.
 * Event times cannot do this, for they have a resolution of one second:
 * https://docs.stripe.com/webhooks#event-ordering
 */
export class Observations {
  readonly #tickets: Collection<{ _id: string; ticket: number }>;

  constructor(connection: Connection) {
    this.#tickets = connection.collection('observations');
  }

  /** The next ticket of a Stripe object, by its id; unique and rising over all processes. */
  async draw(objectId: string): Promise<number> {
    const drawn = await this.#tickets.findOneAndUpdate(
      { _id: objectId },
      { $inc: { ticket: 1 } },
      { upsert: true, returnDocument: 'after' },
    );
    if (!drawn) throw new Error(`MongoDB returned no ticket for ${objectId}`);
    return drawn.ticket;
  }

  /** The last ticket that was drawn for each of the objects; those of which none was drawn are absent. */
  async lastOf(objectIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const drawn = await this.#tickets.find({ _id: { $in: [...objectIds] } }).toArray();
    return new Map(drawn.map(({ _id, ticket }) => [_id, ticket]));
  }

  /**
   * Forgets an object that turned out not to exist, or that nobody could look at. Only one that nobody has observed yet:
   * the tickets of any other must go on rising.
   */
  async forgetUnseen(objectId: string, ticket: number): Promise<void> {
    if (ticket === 1) await this.#tickets.deleteOne({ _id: objectId, ticket });
  }
}
