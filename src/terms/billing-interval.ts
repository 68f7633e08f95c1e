import { registerEnumType } from 'type-graphql';

/** How often a subscription is charged; the values are Stripe's words and those that are stored. */
export enum BillingInterval {
  MONTH = 'month',
  YEAR = 'year',
}

registerEnumType(BillingInterval, { name: 'BillingInterval', description: 'How often a subscription is charged.' });

/** The interval in our words, or null for one that we do not sell (`day`, `week`, or a value that Stripe adds later). */
export function toBillingInterval(value: string | null | undefined): BillingInterval | null {
  return Object.values(BillingInterval).find((known) => known === value) ?? null;
}
