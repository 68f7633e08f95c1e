/** What floor and naive are told, by the names of the variables that the engine is told it by. */
export interface ContestantEnvironment {
  readonly port: number;
  readonly mongoUri: string;
  readonly webhookSecret: string;
  readonly secretKey: string;
  readonly stripeApiBase: URL;
}

/** @throws Error that names the variable that is missing */
export function contestantEnvironment(): ContestantEnvironment {
  return {
    port: Number(needed('PORT')),
    mongoUri: needed('MONGODB_URI'),
    webhookSecret: needed('STRIPE_WEBHOOK_SECRET'),
    secretKey: needed('STRIPE_SECRET_KEY'),
    stripeApiBase: new URL(needed('STRIPE_API_BASE')),
  };
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
