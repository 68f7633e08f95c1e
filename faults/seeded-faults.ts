import { CHECKOUT_FAULTS } from './checkout-faults.js';
import { CLAIM_FAULTS } from './claim-faults.js';
import { DEED_FAULTS } from './deed-faults.js';
import { FIGURE_FAULTS } from './figure-faults.js';
import { HISTORY_FAULTS } from './history-faults.js';
import { INBOX_FAULTS } from './inbox-faults.js';
import { LEDGER_FAULTS } from './ledger-faults.js';
import { PROJECTION_FAULTS } from './projection-faults.js';
import { QUOTE_FAULTS } from './quote-faults.js';
import { RECURRING_AMOUNT_FAULTS } from './recurring-amount-faults.js';
import type { SeededFault } from './seeded-fault.js';
import { SUBSCRIPTION_FAULTS } from './subscription-faults.js';
import { WEBHOOK_FAULTS } from './webhook-faults.js';

/** All, from what the others rest on to what rests on them. */
export const SEEDED_FAULTS: readonly SeededFault[] = [
  ...PROJECTION_FAULTS,
  ...DEED_FAULTS,
  ...INBOX_FAULTS,
  ...CLAIM_FAULTS,
  ...WEBHOOK_FAULTS,
  ...SUBSCRIPTION_FAULTS,
  ...HISTORY_FAULTS,
  ...CHECKOUT_FAULTS,
  ...QUOTE_FAULTS,
  ...RECURRING_AMOUNT_FAULTS,
  ...LEDGER_FAULTS,
  ...FIGURE_FAULTS,
];
