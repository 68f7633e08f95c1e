import type { ObjectType } from './mirrored-kind.js';

type State = Readonly<Record<string, unknown>>;

/** A stored state and the one that it should be, brought to what can be compared of them. */
export interface Comparable {
  readonly stored: object;
  readonly expected: object;
}

/**
 * A list of Stripe's shows the first lines of an invoice only, and whether a discount is shown whole depends on who
 * asked; neither is a difference.
 */
export function comparable(type: ObjectType, stored: object, expected: object): Comparable {
  if (type === 'subscription') {
    return { stored: withDiscountIds(stored as State), expected: withDiscountIds(expected as State) };
  }
  if (type === 'invoice') return { stored: withLinesOf(stored as State, expected as State), expected };
  return { stored, expected };
}

function withDiscountIds(state: State): State {
  const data = state.stripe_data as { discounts?: unknown } | undefined;
  if (!Array.isArray(data?.discounts)) return state;
  const ids = data.discounts.map((discount: unknown) => (discount as { id?: string } | null)?.id ?? discount);
  return { ...state, stripe_data: { ...data, discounts: ids } };
}

interface InvoiceData {
  readonly lines?: { readonly data?: readonly unknown[]; readonly has_more?: boolean };
}

function withLinesOf(stored: State, expected: State): State {
  const shown = (expected.stripe_data as InvoiceData | undefined)?.lines;
  if (!shown?.has_more) return stored;
  const count = shown.data?.length ?? 0;
  const data = stored.stripe_data as InvoiceData | undefined;
  const lines = { ...data?.lines, data: data?.lines?.data?.slice(0, count) };
  const first = Array.isArray(stored.lines) ? stored.lines.slice(0, count) : stored.lines;
  return { ...stored, lines: first, stripe_data: { ...data, lines } };
}
