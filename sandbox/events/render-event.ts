import { isJsonObject, type JsonObject } from '../state/wire.js';
import type { StoredEvent } from './stored-event.js';

/** The release that moved billing periods to the items and invoices' origins to `parent`. */
const PERIODS_ON_ITEMS_SINCE = '2025-03-31';

/**
 * An event in the API version of the endpoint that gets it.
 * Sources: https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-subscription-current-period-start-and-end,
 * https://docs.stripe.com/changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects
 *
 * @param apiVersion the endpoint's; null for one that follows the account's, which is the pinned one here
 */
export function renderEvent(event: StoredEvent, apiVersion: string | null): JsonObject {
  if (apiVersion === null) return { ...event };
  if (apiVersion >= PERIODS_ON_ITEMS_SINCE) return { ...event, api_version: apiVersion };
  const { object, previous_attributes: previous } = event.data;
  const data = previous === undefined ? {} : { previous_attributes: olderPrevious(object, previous) };
  return { ...event, api_version: apiVersion, data: { object: olderObject(object), ...data } };
}

function olderObject(object: JsonObject): JsonObject {
  if (object.object === 'subscription') return olderSubscription(object);
  return object.object === 'invoice' ? olderInvoice(object) : object;
}

function olderSubscription(subscription: JsonObject): JsonObject {
  const items = isJsonObject(subscription.items) ? subscription.items : {};
  const entries = Array.isArray(items.data) ? items.data.filter(isJsonObject) : [];
  const { current_period_start: start, current_period_end: end } = entries[0] ?? {};
  return {
    ...subscription,
    current_period_start: start,
    current_period_end: end,
    items: { ...items, data: entries.map(({ current_period_start, current_period_end, ...item }) => item) },
  };
}

function olderInvoice({ parent, amount_overpaid, ...invoice }: JsonObject): JsonObject {
  const details =
    isJsonObject(parent) && isJsonObject(parent.subscription_details) ? parent.subscription_details : undefined;
  return {
    ...invoice,
    paid: invoice.status === 'paid',
    subscription: details?.subscription ?? null,
    subscription_details: { metadata: details?.metadata ?? null },
  };
}

/** A change of the items' periods was a change of the subscription's. */
function olderPrevious(object: JsonObject, previous: JsonObject): JsonObject {
  if (object.object !== 'subscription' || !isJsonObject(previous.items)) return previous;
  const before = olderSubscription({ items: previous.items });
  const after = olderSubscription(object);
  const moved = ['current_period_start', 'current_period_end'].filter((field) => before[field] !== after[field]);
  return { ...previous, items: before.items, ...Object.fromEntries(moved.map((field) => [field, before[field]])) };
}
