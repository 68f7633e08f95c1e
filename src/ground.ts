import type { Connection } from 'mongoose';
import type Stripe from 'stripe';
import { ChangeFeeds } from './mongo/change-feeds.js';
import type { FeedOptions } from './mongo/change-feed.js';
import { ClientKeys } from './mongo/client-keys.js';
import type { IndexedModel } from './mongo/declared-indexes.js';
import { Intents } from './mongo/intents.js';
import type { Migration } from './mongo/migration.js';
import { Observations } from './mongo/observation.js';
import { type Gateways, openGateways } from './stripe/gateways.js';
import { type StripeCall, StripeCalls } from './stripe/stripe-calls.js';
import type { LiveSources } from './terms/live-source.js';

/** What of the configuration the features need. */
export interface FeatureSettings {
  /** The frontend's address without a slash at its end. */
  readonly baseUrl: string;
  /** How long Stripe's answer counts that a price can be sold. */
  readonly priceFreshForMs: number;
  /** How long a call may wait for Stripe's rate limits and locks to pass. */
  readonly limitBudgetMs: number;
  readonly quotes: {
    /** What their signing key is derived from; the same one in each process. */
    readonly secret: string;
    readonly validForMs: number;
  };
}

/** What every feature stands on. */
export interface Ground {
  readonly settings: FeatureSettings;
  readonly connection: Connection;
  readonly gateways: Gateways;
  readonly observations: Observations;
  readonly intents: Intents;
  readonly clientKeys: ClientKeys;
  readonly changes: ChangeFeeds;
  /** What time it is, for what is stored with a moment of its own. */
  readonly clock: () => Date;
}

/** What a feature gives to the edges; each feature adds the services that higher features use. */
export interface Room {
  /** Instances of its resolvers. */
  readonly resolvers: readonly object[];
  /** The models whose indexes have to exist. */
  readonly models: readonly IndexedModel[];
  /** What once has to be done to what is stored. */
  readonly migrations?: readonly Migration[];
  /** What feeds its fields of `Subscription`. */
  readonly live?: LiveSources;
}

export interface GroundParts {
  readonly settings: FeatureSettings;
  readonly connection: Connection;
  readonly stripe: Stripe;
  readonly onStripeCall: (call: StripeCall) => void;
  readonly clock: () => Date;
  readonly feeds: FeedOptions;
}

export function openGround({ settings, connection, stripe, onStripeCall, clock, feeds }: GroundParts): Ground {
  const intents = new Intents(connection);
  return {
    settings,
    connection,
    gateways: openGateways(new StripeCalls(stripe, onStripeCall, settings.limitBudgetMs)),
    observations: new Observations(connection),
    intents,
    clientKeys: new ClientKeys(intents),
    changes: new ChangeFeeds(feeds),
    clock,
  };
}
