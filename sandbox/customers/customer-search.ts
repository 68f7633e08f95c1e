import { invalidRequest } from '../http/failures.js';
import type { Customer } from './customers.js';

/**
 * The filter of a search query: clauses `field:'text'`, `metadata['key']:'text'`, `-` before one to negate it, joined
 * by AND. A `~` matches a part of the text.
 * Source: https://docs.stripe.com/search#search-query-language
 *
 * @throws StripeFailure for a query outside this subset
 */
export function customerFilter(query: string): (customer: Customer) => boolean {
  const clauses = query.split(/\s+AND\s+/i).map(clause);
  return (customer) => clauses.every((matches) => matches(customer));
}

function clause(text: string): (customer: Customer) => boolean {
  const parts = /^(-?)(?:metadata\[["']([^"']+)["']\]|(email|name|phone))(:|~)["']([^"']*)["']$/.exec(text.trim());
  if (parts === null) throw invalidRequest(`The sandbox cannot read this part of the search query: ${text}`, 'query');
  const [, minus, key, field, operator, wanted = ''] = parts;
  return (customer) => {
    const value = key === undefined ? customer[field as 'email' | 'name' | 'phone'] : customer.metadata[key];
    const text = value?.toLowerCase();
    const matches = operator === '~' ? text?.includes(wanted.toLowerCase()) === true : text === wanted.toLowerCase();
    return minus === '-' ? !matches : matches;
  };
}
