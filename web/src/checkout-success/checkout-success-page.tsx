import { usePageTitle } from '../layout/use-page-title';
import { CheckoutConfirmation } from './checkout-confirmation';
import { CheckoutPanel } from './checkout-panel';

/** Where Stripe's page sends the buyer after paying: /checkout-success?session_id=cs_… */
export function CheckoutSuccessPage() {
  usePageTitle('Your checkout');
  const sessionId = new URLSearchParams(window.location.search).get('session_id')?.trim();
  if (sessionId) return <CheckoutConfirmation sessionId={sessionId} />;
  return (
    <CheckoutPanel tone="bad" title="Which checkout?">
      <p>
        The address of this page carries no <code>session_id</code>, so it cannot tell which checkout you mean. Open it
        by the way back from Stripe’s page.
      </p>
      <a className="button button-primary" href="/">
        See the plans
      </a>
    </CheckoutPanel>
  );
}
