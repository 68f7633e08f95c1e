import type { Model } from 'mongoose';
import type { Eraser } from '../customers/customer-erasure.js';
import { unsetFields } from '../mongo/unset-fields.js';
import { personalPathsIn } from '../stripe/personal-data.js';
import type { WebhookEventRecord } from './webhook-event.record.js';

const OBJECT = 'event_data.data.object';

/** For events that a version stored which kept all that Stripe sent; of others there is nothing to remove. */
export function eventErasure(events: Model<WebhookEventRecord>): Eraser {
  return async ({ customerId, organizationId }) => {
    const ofOrganization = { 'processing_result.organization_id': { $eq: organizationId } };
    await unsetFields(events, ofOrganization, personalPathsIn(OBJECT));
    await events.updateMany(
      { ...ofOrganization, [`${OBJECT}.id`]: { $eq: customerId } },
      {
        $set: { [OBJECT]: { id: customerId, object: 'customer' } },
        $unset: { 'event_data.data.previous_attributes': '' },
      },
      { timestamps: false },
    );
  };
}
