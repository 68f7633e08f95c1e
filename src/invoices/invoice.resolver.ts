import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { SubscriptionProjection } from '../subscriptions/subscription.projection.js';
import { BillingSubscription, SUBSCRIPTION_SOURCES, toSubscription } from '../subscriptions/subscription.type.js';
import { toPageRequest } from '../terms/page.js';
import { answered } from '../terms/query-failure.js';
import type { RequestContext } from '../terms/request-context.js';
import { StoredFields } from '../terms/stored-fields.js';
import { Role, scopeOf } from '../terms/viewer.js';
import { InvoiceFilter, toQuery } from './invoice-filter.input.js';
import type { InvoiceProjection } from './invoice.projection.js';
import type { InvoiceService } from './invoice.service.js';
import { Invoice, InvoiceConnection, toInvoice, toUpcomingInvoice, UpcomingInvoice } from './invoice.type.js';

const ofSubscription = new StoredFields(SUBSCRIPTION_SOURCES);

@Resolver(() => Invoice)
export class InvoiceResolver {
  constructor(
    private readonly invoices: InvoiceProjection,
    private readonly service: InvoiceService,
    private readonly subscriptions: SubscriptionProjection,
  ) {}

  @Authorized(Role.MEMBER)
  @Query(() => Invoice, { nullable: true, description: "By Stripe's id. [member]" })
  async invoice(@Arg('id', () => ID) id: string, @Ctx() { viewer }: RequestContext): Promise<Invoice | null> {
    const record = await this.invoices.findById(scopeOf(viewer), id);
    return record && toInvoice(record);
  }

  @Authorized(Role.MEMBER)
  @Query(() => InvoiceConnection, { name: 'invoices', description: 'Newest first. [member]' })
  async list(
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => InvoiceFilter, { nullable: true }) filter: InvoiceFilter | null,
    @Ctx() { viewer }: RequestContext,
  ): Promise<InvoiceConnection> {
    const request = toPageRequest({ first, after }, 'created_at');
    return new InvoiceConnection(await this.invoices.page(scopeOf(viewer), toQuery(filter ?? {}), request));
  }

  @Authorized(Role.MEMBER)
  @Query(() => UpcomingInvoice, {
    nullable: true,
    description:
      'What Stripe would charge next for a subscription; null when no invoice is to come. While Stripe does not answer, ' +
      'an error with the code STRIPE_UNAVAILABLE. [member]',
  })
  upcomingInvoice(
    @Arg('subscriptionId', () => ID) subscriptionId: string,
    @Ctx() { viewer }: RequestContext,
  ): Promise<UpcomingInvoice | null> {
    return answered(async () => {
      const preview = await this.service.upcoming(scopeOf(viewer), subscriptionId);
      return preview && toUpcomingInvoice(preview);
    });
  }

  @Authorized(Role.ADMIN)
  @FieldResolver(() => [ID], {
    name: 'paymentIntentIds',
    description:
      'The payments by which it was paid, as createRefund takes them. It asks Stripe for each invoice, so ask for it at a ' +
      'single one. While Stripe does not answer, an error with the code STRIPE_UNAVAILABLE. [admin]',
  })
  payments(@Root() invoice: Invoice): Promise<string[]> {
    return answered(() => this.service.paymentIntentIds(invoice.id));
  }

  @FieldResolver(() => BillingSubscription, {
    nullable: true,
    description: 'Null for an invoice of one-time amounts.',
  })
  async subscription(
    @Root() invoice: Invoice,
    @Ctx() { loaders }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BillingSubscription | null> {
    if (invoice.subscriptionId === null) return null;
    const record = await loaders.load(
      this.subscriptions.subscriptionsById,
      invoice.subscriptionId,
      ofSubscription.askedFor(info),
    );
    return record && toSubscription(record);
  }
}
