import type { ChangeCause } from '../terms/change-origin.js';

/** A subscription as it was or is stored; Stripe's own words where they are Stripe's. */
export interface SubscriptionSnapshot {
  /** `sub_…` */
  readonly id: string;
  readonly organizationId: string;
  /** `cus_…` */
  readonly customerId: string;
  /** Null for a product that is no plan of the catalogue. */
  readonly planUid: string | null;
  readonly billingInterval: string | null;
  /** Such as `active`, `past_due` or `canceled`: https://docs.stripe.com/api/subscriptions/object#subscription_object-status */
  readonly status: string;
  readonly items: readonly { readonly id: string; readonly priceId: string; readonly quantity: number | null }[];
  readonly currentPeriodStart: Date;
  readonly currentPeriodEnd: Date;
  /** It will end by itself. */
  readonly isEnding: boolean;
  readonly cancelAt: Date | null;
  readonly canceledAt: Date | null;
  readonly endedAt: Date | null;
  readonly trialEnd: Date | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** One change of a stored subscription, as its history has it. */
export interface SubscriptionChanged {
  /** `<subscription>:<number>`: names the change for ever; what is done because of it is done once by this id. */
  readonly id: string;
  /** From 1, without gaps. */
  readonly number: number;
  /** When it was stored. */
  readonly at: Date;
  readonly cause: `${ChangeCause}`;
  /** The event of Stripe's that told of it, where one did: `evt_…` */
  readonly eventId: string | null;
  /** Who asked for it, where somebody did: a member's e-mail address or organization, `admin…`, or a command. */
  readonly actor: string | null;
  /** Null for the first change. */
  readonly before: SubscriptionSnapshot | null;
  readonly after: SubscriptionSnapshot;
  /** By their names in the database, `stripe_data.<key>` for those of the object as Stripe shows it. */
  readonly changedFields: readonly string[];
}

/** What the program that hosts the engine does when a subscription has changed. */
export interface SubscriptionHook {
  /** Under it the database remembers how far the hook has come, over restarts and for all processes. */
  readonly name: string;
  /** Which changes it gets when its name is new: those from `now` on, which is the default, or all there ever were. */
  readonly from?: 'now' | 'beginning';
  /** How long one call may take before it counts as failed, in milliseconds; 30 seconds when absent. */
  readonly timeoutMs?: number;
  /** How many subscriptions it is called for at once, in each process; 4 when absent. */
  readonly concurrency?: number;
  /**
   * Called for each change at least once, by one process at a time, and for one subscription in their order. When it
   * throws, the change is tried again with growing pauses for as long as it does, and later ones of that subscription wait.
   *
   * @param signal aborted when the time is up
   */
  readonly onChanged: (change: SubscriptionChanged, signal: AbortSignal) => Promise<void> | void;
}
