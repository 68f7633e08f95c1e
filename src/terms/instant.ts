/** Stripe's instants are whole seconds since 1970; ours are UTC `Date`s. This is the one place that converts. */
export function fromUnixSeconds(seconds: number): Date {
  return new Date(seconds * 1000);
}

export function fromOptionalUnixSeconds(seconds: number | null | undefined): Date | null {
  return typeof seconds === 'number' ? fromUnixSeconds(seconds) : null;
}
