import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../terms/request-context.js';
import { settle } from '../terms/settle.js';
import { organizationOf, Role, scopeOf } from '../terms/viewer.js';
import {
  CancelPaymentIntentInput,
  ConfirmPaymentIntentInput,
  CreatePaymentIntentInput,
  CreateRefundInput,
} from './payment.input.js';
import {
  CancelPaymentIntentPayload,
  ConfirmPaymentIntentPayload,
  CreatePaymentIntentPayload,
  CreateRefundPayload,
} from './payment.payload.js';
import type { PaymentService } from './payment.service.js';
import { toPaymentIntent } from './payment-intent.type.js';
import type { RefundService } from './refund.service.js';
import { toRefund } from './refund.type.js';

@Resolver()
export class PaymentResolver {
  constructor(
    private readonly payments: PaymentService,
    private readonly refunds: RefundService,
  ) {}

  @Authorized(Role.MEMBER)
  @Mutation(() => CreatePaymentIntentPayload, {
    description: "Begins a single payment of the organization's customer, to be paid in the browser. [member]",
  })
  createPaymentIntent(
    @Arg('input', () => CreatePaymentIntentInput) input: CreatePaymentIntentInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CreatePaymentIntentPayload> {
    return settle(CreatePaymentIntentPayload, input, async () => {
      const payer = { organizationId: organizationOf(viewer), contact: { email: viewer.email, name: null } };
      const { record, clientSecret } = await this.payments.create(payer, input);
      return { paymentIntent: toPaymentIntent(record, clientSecret) };
    });
  }

  @Authorized(Role.MEMBER)
  @Mutation(() => ConfirmPaymentIntentPayload, {
    description: 'Charges a payment method; where the customer has to act first, nextActionUrl leads on. [member]',
  })
  confirmPaymentIntent(
    @Arg('input', () => ConfirmPaymentIntentInput) input: ConfirmPaymentIntentInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<ConfirmPaymentIntentPayload> {
    return settle(ConfirmPaymentIntentPayload, input, async () => {
      const { id, paymentMethodId, returnUrl } = input;
      const { record, clientSecret, nextActionUrl } = await this.payments.confirm(scopeOf(viewer), {
        id,
        paymentMethodId: paymentMethodId ?? null,
        returnUrl: returnUrl ?? null,
      });
      return { paymentIntent: toPaymentIntent(record, clientSecret), nextActionUrl };
    });
  }

  @Authorized(Role.MEMBER)
  @Mutation(() => CancelPaymentIntentPayload, { description: 'Gives up a payment that was not made yet. [member]' })
  cancelPaymentIntent(
    @Arg('input', () => CancelPaymentIntentInput) input: CancelPaymentIntentInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CancelPaymentIntentPayload> {
    return settle(CancelPaymentIntentPayload, input, async () => {
      const { id, reason } = input;
      const { record, clientSecret } = await this.payments.cancel(scopeOf(viewer), { id, reason: reason ?? null });
      return { paymentIntent: toPaymentIntent(record, clientSecret) };
    });
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => CreateRefundPayload, { description: 'Gives back a payment, in part or all that is left. [admin]' })
  createRefund(
    @Arg('input', () => CreateRefundInput) input: CreateRefundInput,
    @Ctx() { viewer }: RequestContext,
  ): Promise<CreateRefundPayload> {
    return settle(CreateRefundPayload, input, async () => ({
      refund: toRefund(await this.refunds.create(scopeOf(viewer), input)),
    }));
  }
}
