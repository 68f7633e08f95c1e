import { CalendarDay } from './calendar-day';
import { CheckoutPanel } from './checkout-panel';
import type { ConfirmedSession, ConfirmedSubscription } from './confirmation';
import { renewalOf } from './renewal';
import { headlineOf, STATUS_WORDS } from './subscription-status';
import './subscription-summary.css';

const INTERVAL_WORDS = { MONTH: 'a month', YEAR: 'a year' } as const;

interface SubscriptionSummaryProps {
  readonly subscription: ConfirmedSubscription;
  readonly session: ConfirmedSession | null;
}

/** What was bought: plan, price, status, period and what follows. */
export function SubscriptionSummary({ subscription, session }: SubscriptionSummaryProps) {
  const { status, plan, items, currentPeriodStart, currentPeriodEnd } = subscription;
  const { label, tone } = STATUS_WORDS[status];
  const renewal = renewalOf(subscription);
  return (
    <CheckoutPanel tone={tone === 'good' ? 'good' : 'bad'} title={headlineOf(status)}>
      {session?.customerEmail ? <p className="muted">The receipt goes to {session.customerEmail}.</p> : null}
      <dl className="subscription-summary">
        <dt>Plan</dt>
        <dd>{plan?.name ?? 'Your plan'}</dd>
        <dt>Price</dt>
        <dd>
          {items
            .filter((item) => !isMetered(item))
            .map((item) => (
              <span key={item.id}>{priceInWords(item)}</span>
            ))}
          {items.some(isMetered) ? <span className="muted">plus use beyond the plan</span> : null}
        </dd>
        <dt>Status</dt>
        <dd>
          <span className={`badge badge-${tone}`}>{label}</span>
        </dd>
        {session?.amountTotal && session.paymentStatus === 'PAID' ? (
          <>
            <dt>Paid</dt>
            <dd>{session.amountTotal.formatted}</dd>
          </>
        ) : null}
        <dt>Period</dt>
        <dd>
          <CalendarDay at={currentPeriodStart} /> – <CalendarDay at={currentPeriodEnd} />
        </dd>
        <dt>{renewal.label}</dt>
        <dd>{renewal.at ? <CalendarDay at={renewal.at} /> : 'None'}</dd>
        <dt>Reference</dt>
        <dd>
          <code>{subscription.id}</code>
        </dd>
      </dl>
      <a className="button" href="/">
        Back to the plans
      </a>
    </CheckoutPanel>
  );
}

type Item = ConfirmedSubscription['items'][number];

function isMetered({ price }: Item): boolean {
  return price.usageType === 'METERED';
}

function priceInWords({ price, quantity }: Item): string {
  const interval = price.billingInterval ? INTERVAL_WORDS[price.billingInterval] : '';
  const each = quantity !== null && quantity > 1 ? `${quantity} × ` : '';
  return price.unitPrice ? `${each}${price.unitPrice.formatted} ${interval}`.trim() : 'See the receipt';
}
