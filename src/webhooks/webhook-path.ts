/** Where Stripe delivers to. */
export const WEBHOOK_PATH = '/payments/webhook';
