import Stripe from 'stripe';

/** For {@link isSignedBy}: a signature may have any age. */
export const ANY_AGE = 0;

/**
 * Whether the `Stripe-Signature` header was made with this secret over exactly this body, and not longer ago than
 * `toleranceSeconds`. Source: https://docs.stripe.com/webhooks/signature
 */
export function isSignedBy(secret: string, body: Buffer, header: string, toleranceSeconds: number): boolean {
  try {
    return Stripe.webhooks.signature?.verifyHeader(body, header, secret, toleranceSeconds) ?? false;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
    throw error;
  }
}

/** The `Stripe-Signature` header for a body that is sent now. Source: https://docs.stripe.com/webhooks/signature */
export function signatureFor(secret: string, payload: string): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret });
}
