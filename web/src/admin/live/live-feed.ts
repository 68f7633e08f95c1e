import type { Client } from 'urql';
import type { LiveContext } from '../../api/live-forwarder';
import { typedDocument } from '../../api/typed-document';
import {
  AdminSubscriptionChangedDocument,
  AdminWebhookEventChangedDocument,
  type SubscriptionRowFragment,
  type WebhookEventRowFragment,
} from '../generated/operations';

const SUBSCRIPTION_CHANGED = typedDocument(AdminSubscriptionChangedDocument);
const WEBHOOK_EVENT_CHANGED = typedDocument(AdminWebhookEventChangedDocument);

/** How soon a stream that was given up is tried again; until then the pages ask by themselves. */
const AGAIN_MS = 15_000;

export type LiveState = 'connecting' | 'live' | 'asking';

/** What can have changed. `begun` says that a stream began: what changed before it may have been missed. */
export type LiveEvent =
  | { readonly kind: 'subscription'; readonly row: SubscriptionRowFragment }
  | { readonly kind: 'webhookEvent'; readonly row: WebhookEventRowFragment }
  | { readonly kind: 'begun' };

/**
 * The changes of the server, by two streams of server-sent events. While one of them is down the state is `asking`: the
 * pages ask again every few seconds instead.
 */
export class LiveFeed {
  #state: LiveState = 'connecting';
  readonly #begun = new Set<string>();
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  readonly #watchers = new Set<() => void>();

  constructor(private readonly client: Client) {}

  /** @returns what ends it */
  start(): () => void {
    const ends = [
      this.#follow('subscription', (told, lost, context) =>
        this.client.subscription(SUBSCRIPTION_CHANGED, {}, context).subscribe(({ data, error }) => {
          if (data) told({ kind: 'subscription', row: data.subscriptionChanged });
          if (error) lost();
        }),
      ),
      this.#follow('webhookEvent', (told, lost, context) =>
        this.client.subscription(WEBHOOK_EVENT_CHANGED, {}, context).subscribe(({ data, error }) => {
          if (data) told({ kind: 'webhookEvent', row: data.webhookEventChanged });
          if (error) lost();
        }),
      ),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  state(): LiveState {
    return this.#state;
  }

  /** @returns what ends it */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Told when the state is another; @returns what ends it */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Keeps one stream up: when it is lost for good it is begun again after a while. */
  #follow(
    name: string,
    begin: (
      told: (event: LiveEvent) => void,
      lost: () => void,
      context: LiveContext,
    ) => { readonly unsubscribe: () => void },
  ): () => void {
    let again: ReturnType<typeof setTimeout> | undefined;
    let stream: { readonly unsubscribe: () => void } | undefined;
    const lost = (): void => {
      this.#begun.delete(name);
      this.#become('asking');
    };
    const open = (): void => {
      stream = begin(
        (event) => this.#tell(event),
        () => {
          lost();
          clearTimeout(again);
          again = setTimeout(() => {
            stream?.unsubscribe();
            open();
          }, AGAIN_MS);
        },
        {
          onLost: lost,
          onLive: () => {
            this.#begun.add(name);
            if (this.#begun.size === 2) this.#become('live');
            this.#tell({ kind: 'begun' });
          },
        },
      );
    };
    open();
    return () => {
      clearTimeout(again);
      stream?.unsubscribe();
    };
  }

  #tell(event: LiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #become(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}
