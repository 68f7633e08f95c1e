/** What became of an attempt to process an event. */
export type WebhookSettlement = 'processed' | 'ignored' | 'retried' | 'failed';

/** Told of what happens to deliveries and events, for whoever counts. */
export interface WebhookWatcher {
  /** A delivery was stored, or was there already. */
  received(isNew: boolean): void;
  /** A delivery was refused, by the reason code of the answer. */
  refused(reason: string): void;
  /** An attempt ended; `occurredAt` is when the event happened at Stripe. */
  settled(settlement: WebhookSettlement, occurredAt: Date): void;
}
