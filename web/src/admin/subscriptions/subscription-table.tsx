import { Link } from 'wouter';
import { Instant } from '../display/instant';
import type { SubscriptionRowFragment } from '../generated/operations';
import { planName, revenueText, StatusCell } from './subscription-cells';

/** The few subscriptions of one customer. */
export function SubscriptionTable({ subscriptions }: { readonly subscriptions: readonly SubscriptionRowFragment[] }) {
  return (
    <table>
      <caption className="visually-hidden">Subscriptions</caption>
      <thead>
        <tr>
          <th scope="col">Plan</th>
          <th scope="col">Status</th>
          <th scope="col" className="numeric">
            MRR
          </th>
          <th scope="col" className="numeric wide-only">
            Period ends
          </th>
        </tr>
      </thead>
      <tbody>
        {subscriptions.map((subscription) => (
          <tr key={subscription.id}>
            <td>
              <Link href={`/subscriptions/${subscription.id}`}>{planName(subscription)}</Link>
            </td>
            <td>
              <StatusCell {...subscription} />
            </td>
            <td className="numeric">{revenueText(subscription)}</td>
            <td className="numeric wide-only">
              <Instant at={subscription.currentPeriodEnd} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
