/** Told that subscriptions may have changed, after the write. It returns at once, and what it does then is its own affair. */
export type StoredSubscriptionListener = (subscriptionIds: readonly string[]) => void;

/** Who wants to know of what this process stores; higher rooms join here, so that this one need not know them. */
export class StoredSubscriptionListeners {
  readonly #listeners: StoredSubscriptionListener[] = [];

  add(listener: StoredSubscriptionListener): void {
    this.#listeners.push(listener);
  }

  tell(subscriptionIds: readonly string[]): void {
    if (subscriptionIds.length === 0) return;
    for (const listener of this.#listeners) listener(subscriptionIds);
  }
}
