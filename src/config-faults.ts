/** The admin key of a server that is not production and was given none; production refuses it. */
export const DEVELOPMENT_ADMIN_KEY = 'dev-admin-key';

/** Variables by their names, files of secrets read. */
export type Given = Readonly<Record<string, string | undefined>>;

/** What the process brings along, and need not be configured. */
export interface OwnParts {
  /** It embeds MongoDB and a Stripe where none is configured, outside production. */
  readonly embeds: boolean;
  /** It says by itself who asks. */
  readonly authenticates: boolean;
}

/** Production embeds nothing; elsewhere a real Stripe key needs the secret that its webhooks are signed with. */
export function missing(given: Given, isProduction: boolean, embeds: boolean): string[] {
  const faults: string[] = [];
  const need = (name: string, why: string) => {
    // A file that cannot be used is a fault of its own.
    if (given[name] === undefined && given[`${name}_FILE`] === undefined) faults.push(`${name}: is missing. ${why}`);
  };
  if (isProduction) {
    need('STRIPE_SECRET_KEY', 'Stripe shows it at https://dashboard.stripe.com/apikeys');
    need('MONGODB_URI', 'A replica set, such as mongodb://localhost:27017/revenue-engine');
    need('BASE_URL', "The frontend's address, to which Stripe sends customers back");
  }
  const { SERVE_ROLE: role = 'all' } = given;
  if ((role !== 'all' || !embeds) && !isProduction) {
    const why = embeds
      ? `With the role ${role} nothing is embedded, since other processes could not share it`
      : 'Nothing is embedded in an engine that another program hosts';
    need('STRIPE_SECRET_KEY', why);
    need('MONGODB_URI', why);
  }
  if (isProduction || !embeds || given.STRIPE_SECRET_KEY !== undefined) {
    need(
      'STRIPE_WEBHOOK_SECRET',
      'The signing secret of the webhook endpoint; `stripe listen --print-secret` shows the one of the CLI',
    );
  }
  return faults;
}

/** What would let strangers in. */
export function unsafe(given: Given, isProduction: boolean, authenticates: boolean): string[] {
  const faults: string[] = [];
  if (given.AUTH_JWT_SECRET !== undefined && given.AUTH_JWKS_URL !== undefined) {
    faults.push('AUTH_JWKS_URL: is set beside AUTH_JWT_SECRET; tokens are signed in one way, set one of them');
  }
  if (!isProduction) return faults;
  if (given.ADMIN_API_KEY === DEVELOPMENT_ADMIN_KEY) {
    faults.push(`ADMIN_API_KEY: is ${DEVELOPMENT_ADMIN_KEY}, which everybody knows; choose a long random one`);
  }
  const ways = ['AUTH_JWT_SECRET', 'AUTH_JWKS_URL', 'AUTH_TRUST_HEADERS', 'ADMIN_API_KEY'];
  const isSet = (name: string) => given[name] !== undefined && !['false', '0'].includes(given[name]);
  if (!authenticates && !ways.some(isSet)) {
    faults.push(`${ways.join(', ')}: none is set, so nobody could be told apart; set at least one`);
  }
  return faults;
}
