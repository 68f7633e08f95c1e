import type { CatalogRoom } from '../catalog/catalog.room.js';
import type { CustomersRoom } from '../customers/customers.room.js';
import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import { unsetFields } from '../mongo/unset-fields.js';
import { personalPathsIn } from '../stripe/personal-data.js';
import { PaymentResolver } from './payment.resolver.js';
import { PaymentService } from './payment.service.js';
import { PaymentIntentProjection } from './payment-intent.projection.js';
import { PaymentIntentRecord } from './payment-intent.record.js';
import { PaymentIntentResolver, RefundResolver } from './payment-intent.resolver.js';
import { PaymentIntentService } from './payment-intent.service.js';
import { RefundProjection } from './refund.projection.js';
import { RefundRecord } from './refund.record.js';
import { RefundService } from './refund.service.js';

/** Of what a version stored that kept all that Stripe sent. */
const PERSONAL = ['receipt_email', ...personalPathsIn('stripe_data')];

export interface PaymentsRoom extends Room {
  readonly intents: PaymentIntentService;
  readonly refunds: RefundService;
}

interface LowerRooms {
  readonly catalog: CatalogRoom;
  readonly customers: CustomersRoom;
}

export function openPayments(ground: Ground, { catalog, customers }: LowerRooms): PaymentsRoom {
  const { connection, gateways, observations, clientKeys, settings } = ground;
  const intentModel = modelOn(connection, PaymentIntentRecord);
  const refundModel = modelOn(connection, RefundRecord);
  customers.erasure.add(({ organizationId }) =>
    unsetFields(intentModel, { organization_id: { $eq: organizationId } }, PERSONAL),
  );
  const projection = new PaymentIntentProjection(intentModel, observations);
  const intents = new PaymentIntentService(projection, gateways.paymentIntents, customers.service);
  const payments = new PaymentService({
    projection,
    gateway: gateways.paymentIntents,
    intents,
    customers: customers.service,
    prices: catalog.priceForSale,
    clientKeys,
    baseUrl: settings.baseUrl,
  });
  const refundProjection = new RefundProjection(refundModel, observations);
  const refunds = new RefundService(refundProjection, gateways.refunds, intents, clientKeys);
  return {
    intents,
    refunds,
    resolvers: [
      new PaymentResolver(payments, refunds),
      new PaymentIntentResolver(projection, intents),
      new RefundResolver(projection),
    ],
    models: [intentModel, refundModel],
  };
}
