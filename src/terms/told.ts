/** What an event of Stripe tells of an object: how it was at that moment. https://docs.stripe.com/api/events/object */
export interface Told<O> {
  readonly eventId: string;
  /** When it happened, to the second. */
  readonly at: Date;
  readonly object: O;
}
