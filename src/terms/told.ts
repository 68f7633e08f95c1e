/** What an event of Stripe tells of an object: how it was at that moment. https://docs.stripe.com/api/events/object */
export interface Told<O> {
  readonly eventId: string;
  /** When it happened, to the second. */
  readonly at: Date;
  readonly object: O;
}

/** What is looked up at once for all objects that events tell of together. */
export interface PayloadSurroundings {
  /** The last tickets that were drawn for the objects, by their ids; those of which none was drawn are absent. */
  readonly tickets: Promise<ReadonlyMap<string, number>>;
  /** The organizations of their customers, by the customers' ids; those that are not known are absent. */
  readonly organizations: Promise<ReadonlyMap<string, string>>;
}
