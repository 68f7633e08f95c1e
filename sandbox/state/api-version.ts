import Stripe from 'stripe';

/** The API version that the SDK pins, and so the one whose types the state has. */
export const API_VERSION: string = Stripe.API_VERSION;
