import type { Authenticate } from './api/own-identity.js';
import type { SubscriptionHook } from './hooks/subscription-hook.js';
import type { OwnEventHandlers } from './webhooks/own-event-handlers.js';

/** What a program that hosts the engine adds to it; see docs/library.md. */
export interface Extensions {
  /** Who asks, before the engine's own ways of finding out. */
  readonly authenticate?: Authenticate;
  /** What else is done for events of Stripe's, after the engine has done its part. */
  readonly eventHandlers?: OwnEventHandlers;
  /** How long one of them may take, in milliseconds; 30 seconds when absent. */
  readonly eventHandlerTimeoutMs?: number;
  /** What is done when a subscription has changed. */
  readonly subscriptionHooks?: readonly SubscriptionHook[];
  /**
   * Whether the storefront, the admin page and GraphiQL are served, which expect to be at the root of a host; true when absent.
   */
  readonly pages?: boolean;
}
