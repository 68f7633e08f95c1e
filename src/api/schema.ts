import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { type ClassType, buildSchema } from 'type-graphql';
import { PlanOverageResolver, PlanResolver, PriceResolver, ProductResolver } from '../catalog/plan.resolver.js';
import { CheckoutResolver } from '../checkout/checkout.resolver.js';
import { CheckoutSessionResolver, CustomerCheckoutSessionsResolver } from '../checkout/checkout-session.resolver.js';
import { CustomerResolver } from '../customers/customer.resolver.js';
import {
  CustomerSubscriptionsResolver,
  SubscriptionItemResolver,
  SubscriptionResolver,
} from '../subscriptions/subscription.resolver.js';
import { WebhookEventResolver } from '../webhooks/webhook-event.resolver.js';
import { checkRole } from './role-check.js';
import { ViewerResolver } from './viewer.resolver.js';

/** Every resolver of the API. */
export const RESOLVERS = [
  ViewerResolver,
  PlanResolver,
  PlanOverageResolver,
  PriceResolver,
  ProductResolver,
  CustomerResolver,
  CheckoutResolver,
  CheckoutSessionResolver,
  CustomerCheckoutSessionsResolver,
  SubscriptionResolver,
  SubscriptionItemResolver,
  CustomerSubscriptionsResolver,
  WebhookEventResolver,
] as const;

/** Instances of all resolvers, found by their class. */
export class ResolverContainer {
  readonly #instances: ReadonlyMap<unknown, object>;

  constructor(instances: readonly object[]) {
    this.#instances = new Map(instances.map((instance) => [instance.constructor, instance]));
  }

  get<T extends object>(resolver: ClassType<T>): T {
    const instance = this.#instances.get(resolver);
    if (!instance) throw new Error(`${resolver.name} was not given to the container`);
    return instance as T;
  }
}

/** Input is validated by `settle`, which answers with a BillingError instead of failing the request. */
export function buildBillingSchema(container: ResolverContainer): Promise<GraphQLSchema> {
  return buildSchema({ resolvers: [...RESOLVERS], container, authChecker: checkRole, validate: false });
}

/** The text of schema.graphql. */
export async function printBillingSchema(): Promise<string> {
  const schema = await buildBillingSchema(new ResolverContainer([]));
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
