/** What the reader can do about it, offered as a button. */
export type Remedy = 'retry' | 'reload' | 'identify' | 'none';

/** Something that went wrong, in words for the reader. */
export interface Notice {
  readonly title: string;
  readonly advice: string;
  readonly remedy: Remedy;
  /** Stripe's id of the refused request, for support: https://docs.stripe.com/api/request_ids */
  readonly reference?: string | null;
}
