import Stripe from 'stripe';

/** The version in which the SDK reads: an object of another version has another shape. */
export const API_VERSION: string = Stripe.API_VERSION;
