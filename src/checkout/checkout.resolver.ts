import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { toSubscription } from '../subscriptions/subscription.type.js';
import { askedBy } from '../terms/actor.js';
import { ChangeCause } from '../terms/change-origin.js';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { organizationOf, Role, scopeOf } from '../terms/viewer.js';
import { ConfirmCheckoutInput, CreateCheckoutInput } from './checkout.input.js';
import { ConfirmCheckoutPayload, CreateCheckoutPayload, toStripeCheckoutSession } from './checkout.payload.js';
import type { CheckoutService } from './checkout.service.js';
import type { CheckoutConfirmation } from './checkout-confirmation.js';
import { toCheckoutSession } from './checkout-session.type.js';

@Resolver()
export class CheckoutResolver {
  constructor(
    private readonly checkouts: CheckoutService,
    private readonly confirmation: CheckoutConfirmation,
  ) {}

  @Authorized(Role.MEMBER)
  @Mutation(() => CreateCheckoutPayload, {
    description: 'The primary payment flow: opens a hosted page on which the organization can pay for a plan. [member]',
  })
  createCheckout(
    @Arg('input', () => CreateCheckoutInput) input: CreateCheckoutInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CreateCheckoutPayload> {
    return settle(CreateCheckoutPayload, input, async () => {
      const buyer = { organizationId: organizationOf(viewer), contact: { email: viewer.email, name: null } };
      const session = toCheckoutSession(await this.checkouts.createCheckout(buyer, input));
      return { checkoutUrl: session.url, checkoutSession: session };
    });
  }

  @Authorized(Role.MEMBER)
  @Mutation(() => ConfirmCheckoutPayload, {
    description: "For the customer's return from the hosted page; repeating it changes nothing. [member]",
  })
  confirmCheckout(
    @Arg('input', () => ConfirmCheckoutInput) input: ConfirmCheckoutInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<ConfirmCheckoutPayload> {
    return settle(ConfirmCheckoutPayload, input, async () => {
      const origin = askedBy(viewer, ChangeCause.CONFIRMATION);
      const confirmed = await this.confirmation.confirm(scopeOf(viewer), input.sessionId, origin);
      const { session, record, subscription } = confirmed;
      return {
        session: toStripeCheckoutSession(session),
        subscription: subscription && toSubscription(subscription),
        checkoutSession: toCheckoutSession(record),
      };
    });
  }
}
