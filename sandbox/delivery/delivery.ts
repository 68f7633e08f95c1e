/** One try to bring an event to an endpoint. */
export interface DeliveryAttempt {
  /** Unix milliseconds. */
  readonly at: number;
  /** The HTTP status of the answer; null where none came. */
  readonly status: number | null;
  readonly error: string | null;
}

/** One event on its way to one webhook endpoint, with every attempt made. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  /** The id of a webhook endpoint, or the address that the official CLI forwards to. */
  readonly endpoint: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly attempts: readonly DeliveryAttempt[];
  /** Unix milliseconds; null once nothing more is to come. */
  readonly nextAttemptAt: number | null;
}
