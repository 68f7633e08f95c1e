import { GraphQLError } from 'graphql';
import { Arg, Authorized, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { BillingFault } from '../terms/billing-error.js';
import type { RequestContext } from '../terms/request-context.js';
import { Role, scopeOf } from '../terms/viewer.js';
import type { PaymentIntentProjection } from './payment-intent.projection.js';
import type { PaymentIntentService } from './payment-intent.service.js';
import { PaymentIntent, PaymentIntentStatus, toPaymentIntent } from './payment-intent.type.js';
import { Refund } from './refund.type.js';

/** Nothing is left to pay, so there is no use for the secret. */
const OVER = [PaymentIntentStatus.SUCCEEDED, PaymentIntentStatus.CANCELED];

@Resolver(() => PaymentIntent)
export class PaymentIntentResolver {
  constructor(
    private readonly payments: PaymentIntentProjection,
    private readonly intents: PaymentIntentService,
  ) {}

  @Authorized(Role.MEMBER)
  @Query(() => PaymentIntent, { nullable: true, description: "By Stripe's id, as it is stored. [member]" })
  async paymentIntent(
    @Arg('id', () => ID) id: string,
    @Ctx() { viewer }: RequestContext,
  ): Promise<PaymentIntent | null> {
    const record = await this.payments.findById(scopeOf(viewer), id);
    return record && toPaymentIntent(record);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'For Stripe.js in the browser of whoever pays. It is stored nowhere: a query asks Stripe for it, while the payment ' +
      'is open and for a viewer who acts for its organization; for others it is null.',
  })
  async clientSecret(@Root() payment: PaymentIntent, @Ctx() { viewer }: RequestContext): Promise<string | null> {
    if (payment.knownClientSecret !== null) return payment.knownClientSecret;
    const isOwners = viewer.organizationId !== null && viewer.organizationId === payment.organizationId;
    if (!isOwners || OVER.includes(payment.status)) return null;
    try {
      return await this.intents.clientSecretOf(payment.id);
    } catch (error) {
      if (!(error instanceof BillingFault)) throw error;
      throw new GraphQLError(error.message, { extensions: { code: error.code } });
    }
  }
}

@Resolver(() => Refund)
export class RefundResolver {
  constructor(private readonly payments: PaymentIntentProjection) {}

  @FieldResolver(() => PaymentIntent, { nullable: true })
  async paymentIntent(@Root() refund: Refund, @Ctx() { loaders }: RequestContext): Promise<PaymentIntent | null> {
    const record = await loaders.load(this.payments.paymentIntentsById, refund.paymentIntentId);
    return record && toPaymentIntent(record);
  }
}
