/** Something refers to an object that Stripe does not know. */
export class UnknownAtStripe extends Error {
  /** @param object what it is, such as `invoice in_123` */
  constructor(object: string) {
    super(`Stripe does not know ${object}; do the keys belong to this account and mode?`);
    this.name = 'UnknownAtStripe';
  }
}
