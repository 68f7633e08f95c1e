import type { Client } from 'urql';
import type { LiveContext } from '../api/live-forwarder';
import { typedDocument } from '../api/typed-document';
import { CheckoutSessionChangedDocument } from '../generated/operations';

const CHECKOUT_SESSION_CHANGED = typedDocument(CheckoutSessionChangedDocument);

/**
 * Follows the session.
 *
 * @param tell whether the server tells of changes by itself now, and whether there may be one: after a change, and when the
 * stream has begun, for what was before it is not told
 */
export function followCheckout(client: Client, sessionId: string, tell: (isLive: boolean, news: boolean) => void) {
  const context: LiveContext = { onLive: () => tell(true, true) };
  return client
    .subscription(CHECKOUT_SESSION_CHANGED, { sessionId }, context)
    .subscribe(({ error }) => tell(error === undefined, error === undefined));
}
