import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { askedBy } from '../terms/actor.js';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { Role, scopeOf } from '../terms/viewer.js';
import { toCheckoutSession } from './checkout-session.type.js';
import { CreateCheckoutSessionInput, ExpireCheckoutSessionInput } from './custom-checkout.input.js';
import { CreateCheckoutSessionPayload, ExpireCheckoutSessionPayload } from './custom-checkout.payload.js';
import type { CustomCheckoutService } from './custom-checkout.service.js';

@Resolver()
export class CustomCheckoutResolver {
  constructor(private readonly checkouts: CustomCheckoutService) {}

  @Authorized(Role.ADMIN)
  @Mutation(() => CreateCheckoutSessionPayload, {
    description:
      'The low-level form of createCheckout: any prices, mode and addresses, a new session each time. [admin]',
  })
  createCheckoutSession(
    @Arg('input', () => CreateCheckoutSessionInput) input: CreateCheckoutSessionInput,
  ): Promise<CreateCheckoutSessionPayload> {
    return settle(CreateCheckoutSessionPayload, input, async () => {
      const record = await this.checkouts.create({
        organizationId: input.organizationId,
        mode: input.mode,
        lineItems: input.lineItems.map(({ priceId, quantity }) => ({ priceId, quantity: quantity ?? null })),
        currency: input.currency?.toLowerCase() ?? null,
        successUrl: input.successUrl,
        cancelUrl: input.cancelUrl ?? null,
        metadata: input.metadata ?? null,
      });
      const session = toCheckoutSession(record);
      return { checkoutUrl: session.url, checkoutSession: session };
    });
  }

  @Authorized(Role.MEMBER)
  @Mutation(() => ExpireCheckoutSessionPayload, {
    description: 'Ends an open session, so that nobody can pay it any more. [member]',
  })
  expireCheckoutSession(
    @Arg('input', () => ExpireCheckoutSessionInput) input: ExpireCheckoutSessionInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<ExpireCheckoutSessionPayload> {
    return settle(ExpireCheckoutSessionPayload, input, async () => ({
      checkoutSession: toCheckoutSession(await this.checkouts.expire(scopeOf(viewer), input.id, askedBy(viewer))),
    }));
  }
}
