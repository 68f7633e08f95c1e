/** Ids of payment methods, and of the cards and sources that Stripe still takes in their place. */
export const PAYMENT_METHOD_ID = /^(pm|card|src|ba)_\w{1,250}$/;
