import type { ParameterSchema } from './stripe-parameters.js';

/** A parameter that is accepted although Stripe's description does not name it. */
export interface NewerParameter {
  /** Method and path, as the description has them: `POST /v1/prices`. */
  readonly operation: string;
  /** The way to the parameter, `[]` for the entries of an array: `items[].plan`. */
  readonly parameter: string;
  readonly schema: ParameterSchema;
  readonly reason: string;
}

const OLDER = 'Left out of the description as outdated, but still in the types of the SDK and accepted by Stripe.';
const ENDIVE = 'Came with endive, the release of the pinned SDK, which is one newer than the description.';

const ANCHOR = {
  type: 'object',
  properties: { type: { type: 'string', enum: ['now', 'unchanged'] } },
  required: ['type'],
  additionalProperties: false,
};
const TEXT = { type: 'string', maxLength: 5000 };

/** Where the pinned SDK and the description disagree, the SDK is right. */
export const NEWER_PARAMETERS: readonly NewerParameter[] = [
  {
    operation: 'POST /v1/webhook_endpoints',
    parameter: 'api_version',
    schema: { type: 'string', enum: ['2026-09-30.endive', '2026-10-28.endive'] },
    reason: ENDIVE,
  },
  ...['POST /v1/webhook_endpoints', 'POST /v1/webhook_endpoints/{webhook_endpoint}'].map((operation) => ({
    operation,
    parameter: 'enabled_events[]',
    schema: {
      type: 'string',
      enum: [
        'apps.install.created',
        'apps.install.deleted',
        'apps.install.updated',
        'three_d_secure.authentication.canceled',
        'three_d_secure.authentication.challenge_started',
        'three_d_secure.authentication.errored',
        'three_d_secure.authentication.failed',
        'three_d_secure.authentication.requires_challenge',
        'three_d_secure.authentication.requires_submission',
        'three_d_secure.authentication.succeeded',
      ],
    },
    reason: ENDIVE,
  })),
  {
    operation: 'POST /v1/subscriptions/{subscription}/resume',
    parameter: 'payment_behavior',
    schema: { type: 'string', enum: ['resume_on_payment_attempt', 'resume_on_payment_success'] },
    reason: ENDIVE,
  },
  ...[
    ['POST /v1/subscriptions/{subscription_exposed_id}', 'billing_cycle_anchor'],
    ['POST /v1/subscriptions/{subscription}/resume', 'billing_cycle_anchor'],
    ['POST /v1/invoices/create_preview', 'subscription_details.billing_cycle_anchor'],
  ].map(([operation = '', parameter = '']) => ({ operation, parameter, schema: ANCHOR, reason: ENDIVE })),
  {
    operation: 'POST /v1/prices',
    parameter: 'recurring.trial_period_days',
    schema: { type: 'integer' },
    reason: OLDER,
  },
  {
    operation: 'POST /v1/products',
    parameter: 'type',
    schema: { type: 'string', enum: ['good', 'service'] },
    reason: OLDER,
  },
  { operation: 'POST /v1/subscriptions', parameter: 'items[].plan', schema: TEXT, reason: OLDER },
  {
    operation: 'POST /v1/subscriptions/{subscription_exposed_id}',
    parameter: 'items[].plan',
    schema: TEXT,
    reason: OLDER,
  },
  {
    operation: 'POST /v1/checkout/sessions',
    parameter: 'ui_mode',
    schema: { type: 'string', enum: ['hosted'] },
    reason: 'The word for hosted_page in every release before dahlia, which older examples still send.',
  },
];
