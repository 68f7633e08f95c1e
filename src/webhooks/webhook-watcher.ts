/** What became of an attempt to process an event. */
export type WebhookSettlement = 'processed' | 'ignored' | 'retried' | 'failed';

/** Told of what happens to deliveries and events, for whoever counts. */
export interface WebhookWatcher {
  /**
   * A delivery is genuine and about to be stored.
   *
   * @returns what is stored with the event, for {@link processing}; undefined when there is nothing to be
   */
  delivered(event: { readonly id: string; readonly type: string }): string | undefined;
  /** A delivery was stored, or was there already. */
  received(isNew: boolean): void;
  /** A delivery was written down, and is about to be {@link received}. */
  logged(): void;
  /** A delivery was refused, by the reason code of the answer. */
  refused(reason: string): void;
  /** Runs the processing of events that are worked off together, and learns from it how long it takes. */
  processing<T>(events: readonly WatchedEvent[], run: () => Promise<T>): Promise<T>;
  /** The same for the storing of what their payloads tell. Those that are left are processed afterwards. */
  applying<T>(events: readonly WatchedEvent[], run: () => Promise<T>): Promise<T>;
  /** An attempt ended, within {@link processing} or {@link applying}; `occurredAt` is when the event happened at Stripe. */
  settled(settlement: WebhookSettlement, occurredAt: Date): void;
}

/** What of a stored event is for those who watch. */
export interface WatchedEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly attempts: number;
  /** What {@link WebhookWatcher.delivered} gave. */
  readonly traceparent?: string | null;
}
