import type { Subscription } from './new-subscription.js';

export type CancellationDetails = NonNullable<Subscription['cancellation_details']>;

interface DetailsParams {
  readonly comment?: string | null;
  readonly feedback?: string | null;
}

const NOTHING: CancellationDetails = { comment: null, feedback: null, feedback_option: null, reason: null };

/** What a customer says on leaving, an empty text taking it back. */
export function cancellationDetails(before: Subscription, params: DetailsParams | undefined): CancellationDetails {
  const { comment, feedback } = params ?? {};
  const said = before.cancellation_details ?? NOTHING;
  return {
    ...said,
    comment: comment === undefined ? said.comment : comment || null,
    feedback: feedback === undefined ? said.feedback : feedback || null,
  };
}
