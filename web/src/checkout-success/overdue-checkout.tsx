import { CheckoutPanel } from './checkout-panel';

interface OverdueCheckoutProps {
  readonly lacks: 'payment' | 'subscription';
  readonly onRetry: () => void;
}

/** What is said when a minute of looking found no payment, or no subscription for it. */
export function OverdueCheckout({ lacks, onRetry }: OverdueCheckoutProps) {
  return (
    <CheckoutPanel
      tone="bad"
      title={lacks === 'payment' ? 'The payment has not arrived' : 'The subscription is not there yet'}
    >
      <p>
        {lacks === 'payment'
          ? 'Some ways of paying take longer, and nothing is lost: look again later at this same address. If you left Stripe’s page before paying, choose the plan again.'
          : 'Your checkout is complete and nothing is lost. Look again later at this same address.'}
      </p>
      <div className="button-row">
        <button type="button" className="button button-primary" onClick={onRetry}>
          Look again
        </button>
        <a className="button" href="/">
          See the plans
        </a>
      </div>
    </CheckoutPanel>
  );
}
