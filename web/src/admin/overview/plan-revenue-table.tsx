import { Link } from 'wouter';
import { formatCount } from '../display/count';
import { formatMoney } from '../display/money';
import { EmptyState } from '../display/states';
import type { CurrencyRevenue } from './overview-page';

const INTERVALS = { MONTH: ' · monthly', YEAR: ' · yearly' } as const;

export function PlanRevenueTable({ revenue: { byPlan } }: { readonly revenue: CurrencyRevenue }) {
  if (byPlan.length === 0) return <EmptyState title="No plan brings anything now" />;
  return (
    <table>
      <caption className="visually-hidden">Recurring revenue by plan</caption>
      <thead>
        <tr>
          <th scope="col">Plan</th>
          <th scope="col" className="numeric">
            Subscriptions
          </th>
          <th scope="col" className="numeric">
            MRR
          </th>
        </tr>
      </thead>
      <tbody>
        {byPlan.map(({ plan, billingInterval, activeSubscriptions, monthlyRecurringRevenue }) => (
          <tr key={`${plan.uid} ${billingInterval}`}>
            <td>
              <Link href={`/subscriptions?plan=${plan.uid}${billingInterval ? `&interval=${billingInterval}` : ''}`}>
                {plan.name}
                {billingInterval ? INTERVALS[billingInterval] : ''}
              </Link>
            </td>
            <td className="numeric">{formatCount(activeSubscriptions)}</td>
            <td className="numeric">{formatMoney(monthlyRecurringRevenue)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
