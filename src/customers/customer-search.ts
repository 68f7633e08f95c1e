/** The longest text that can be looked for; Stripe's emails are no longer. */
export const LONGEST_SEARCH = 512;

/** One spelling for texts that people take for the same. */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().trim();
}

/** What a search can begin with: the email, the name, each of its words, and the organization's id. */
export function searchTerms(customer: {
  readonly organizationId: string;
  readonly email: string | null;
  readonly name: string | null;
}): string[] {
  const name = folded(customer.name ?? '');
  const terms = [customer.organizationId, customer.email ?? '', name, ...name.split(/\s+/)];
  return [...new Set(terms.map((term) => folded(term).slice(0, LONGEST_SEARCH)))].filter((term) => term !== '');
}

/** Matches the terms that begin with the text; anchored and of one case, so that an index serves it. */
export function beginsWith(text: string): RegExp {
  return new RegExp(`^${folded(text).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`);
}
