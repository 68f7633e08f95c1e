import { NoticeBox } from '../billing-error/notice-box';
import type { Remedy } from '../billing-error/notice';
import { useIdentity } from '../identity/identity-context';
import { CheckoutPanel } from './checkout-panel';
import { OverdueCheckout } from './overdue-checkout';
import { SubscriptionSummary } from './subscription-summary';
import { useConfirmation } from './use-confirmation';

interface CheckoutConfirmationProps {
  readonly sessionId: string;
}

/** One checkout, from the way back until the subscription is there, or the way on when it is not. */
export function CheckoutConfirmation({ sessionId }: CheckoutConfirmationProps) {
  const { viewer, identify, readViewer } = useIdentity();
  const [confirmation, retry] = useConfirmation(sessionId);

  async function identifyAndRetry(): Promise<void> {
    if (await identify()) retry();
  }

  function remedy(chosen: Remedy): void {
    if (chosen === 'identify') return void identifyAndRetry();
    if (!viewer) readViewer();
    retry();
  }

  switch (confirmation.phase) {
    case 'confirming':
      return (
        <CheckoutPanel tone="waiting" title="Confirming your checkout…">
          <p>Asking Stripe how it went. This takes a moment.</p>
        </CheckoutPanel>
      );
    case 'pending':
      return confirmation.lacks === 'payment' ? (
        <CheckoutPanel tone="waiting" title="Waiting for your payment…">
          <p>Stripe has not reported the payment yet. You can leave this page open: it looks again by itself.</p>
        </CheckoutPanel>
      ) : (
        <CheckoutPanel tone="waiting" title="Setting up your subscription…">
          <p>Your checkout is complete; the subscription follows in a moment.</p>
        </CheckoutPanel>
      );
    case 'overdue':
      return <OverdueCheckout lacks={confirmation.lacks} onRetry={retry} />;
    case 'confirmed':
      return <SubscriptionSummary subscription={confirmation.subscription} session={confirmation.session} />;
    case 'expired':
      return (
        <CheckoutPanel tone="bad" title="This checkout has expired">
          <p>It was open for too long and is closed now. Nothing was charged; choose the plan again.</p>
          <a className="button button-primary" href="/">
            See the plans
          </a>
        </CheckoutPanel>
      );
    case 'not-found':
      return (
        <CheckoutPanel tone="bad" title="No such checkout of yours">
          <p>
            {viewer?.role === 'ANONYMOUS'
              ? 'Nobody is signed in in this tab. Say who bought, and it is looked up again.'
              : 'It does not exist, or it belongs to another organization than the one you are here for.'}
          </p>
          <div className="button-row">
            <button type="button" className="button button-primary" onClick={() => void identifyAndRetry()}>
              {viewer?.role === 'ANONYMOUS' ? 'Say who is buying' : 'Change who is buying'}
            </button>
            <a className="button" href="/">
              See the plans
            </a>
          </div>
        </CheckoutPanel>
      );
    case 'failed':
      return (
        <CheckoutPanel tone="bad" title="Not confirmed yet">
          <NoticeBox notice={confirmation.notice} onRemedy={remedy} />
        </CheckoutPanel>
      );
  }
}
