import { BillingFault } from './billing-error.js';

/**
 * Does something at Stripe, and says of a refusal which argument of ours it is about.
 *
 * @param names our argument for each parameter of Stripe's, such as `{ payment_method: 'paymentMethodId' }`
 */
export async function namingArguments<T>(names: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BillingFault)) throw error;
    // `discounts[0][promotion_code]` is about the discounts.
    const name = names[error.context.stripeParameter?.split('[')[0] ?? ''];
    throw name === undefined ? error : error.at(['input', name]);
  }
}
