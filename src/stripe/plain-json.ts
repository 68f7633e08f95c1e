/** A Stripe object as plain JSON, as its API sends it: decimals become strings again, and methods are gone. */
export function toPlainJson(object: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
}
