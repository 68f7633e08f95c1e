import {
  foreverCoupons,
  isCounted,
  type RecurringItem,
  type RecurringSubscription,
} from '../subscriptions/monthly-recurring-revenue.js';

const REASONS: Readonly<Record<string, string>> = {
  trialing: 'in its trial',
  unpaid: 'unpaid: Stripe has given up on its payment',
  incomplete: 'its first payment is not made',
  incomplete_expired: 'its first payment was never made',
  paused: 'paused since its trial ended without a payment method',
  canceled: 'canceled',
};

/** Why a subscription is left out of the revenue; null when it counts. */
export function reasonToExclude(subscription: RecurringSubscription): string | null {
  if (isCounted(subscription)) return null;
  if (subscription.pause_collection?.behavior === 'void') return 'its payments are paused and its invoices voided';
  return REASONS[subscription.status] ?? `its status is ${subscription.status}`;
}

/** How the monthly amount comes about, in the minor unit: "2 × 1500 ÷ 1 month, coupon −20 % forever". */
export function revenueFormula(subscription: RecurringSubscription): string {
  const licensed = subscription.items.data.filter(({ price }) => price.recurring?.usage_type !== 'metered');
  if (licensed.length === 0) return '0, for usage alone is charged';
  const items = licensed.map((item) => `${itemFormula(item)}${taxOf(item, subscription)}`).join(' + ');
  const coupons = foreverCoupons(subscription.discounts ?? []);
  const percents = coupons.flatMap(({ percent_off: off }) => (off ? [`coupon −${off} % forever`] : []));
  const amounts = coupons.flatMap(({ amount_off: off }) => (off ? [`coupon −${off} an invoice forever`] : []));
  return [items, ...percents, ...amounts].join(', ');
}

function itemFormula({ price, quantity }: RecurringItem): string {
  const { interval = 'unknown interval', interval_count: count } = price.recurring ?? {};
  const per = `÷ ${count ?? 1} ${interval}`;
  if (price.billing_scheme === 'tiered') {
    const tiers = price.tiers ? `${price.tiers_mode ?? ''} tiers` : 'tiers that Stripe did not show';
    return `${quantity ?? 0} by ${tiers} ${per}`;
  }
  const unit = price.unit_amount_decimal ?? price.unit_amount ?? 0;
  const { divide_by: size, round } = price.transform_quantity ?? {};
  return `${quantity ?? 0}${size ? ` in packages of ${size}, rounded ${round ?? 'up'},` : ''} × ${unit} ${per}`;
}

function taxOf({ tax_rates: own }: RecurringItem, { default_tax_rates: defaults }: RecurringSubscription): string {
  const rates = (own?.length ? own : (defaults ?? [])).filter(({ inclusive }) => inclusive);
  return rates.map(({ percentage }) => ` without ${percentage ?? 0} % tax`).join('');
}
