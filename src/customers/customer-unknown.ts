/** A customer of Stripe that belongs to no organization we know. */
export class CustomerUnknown extends Error {
  /** @param mayBecomeKnown false for one that is deleted at Stripe: its metadata are gone for good */
  constructor(
    customerId: string | null,
    reason: string,
    readonly mayBecomeKnown = true,
  ) {
    super(`Customer ${customerId ?? '(none)'} is not known: ${reason}`);
    this.name = 'CustomerUnknown';
  }
}
