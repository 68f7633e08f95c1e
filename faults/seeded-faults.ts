import { CHECKOUT_FAULTS } from './checkout-faults.js';
import { INBOX_FAULTS } from './inbox-faults.js';
import { PROJECTION_FAULTS } from './projection-faults.js';
import { QUOTE_FAULTS } from './quote-faults.js';
import { REVENUE_FAULTS } from './revenue-faults.js';
import type { SeededFault } from './seeded-fault.js';
import { SUBSCRIPTION_FAULTS } from './subscription-faults.js';
import { WEBHOOK_FAULTS } from './webhook-faults.js';

/** All, room by room. */
export const SEEDED_FAULTS: readonly SeededFault[] = [
  ...PROJECTION_FAULTS,
  ...INBOX_FAULTS,
  ...WEBHOOK_FAULTS,
  ...SUBSCRIPTION_FAULTS,
  ...CHECKOUT_FAULTS,
  ...QUOTE_FAULTS,
  ...REVENUE_FAULTS,
];
