/** Everything that is looked at, in the order in which it is told. */
export const CHECKS = [
  'configuration',
  'key-mode',
  'publishable-key',
  'stripe-key',
  'key-permissions',
  'clock',
  'account-api-version',
  'webhook-endpoint',
  'webhook-status',
  'webhook-events',
  'webhook-api-version',
  'webhook-secret',
  'webhook-answer',
  'mongodb',
  'replica-set',
  'majority-write',
  'migrations',
  'indexes',
  'inbox-overdue',
  'inbox-age',
  'inbox-failed',
] as const;

export type CheckName = (typeof CHECKS)[number];

/** `warning`: it works, and somebody should look. `fault`: something does not work, or is about to stop working. */
export type FindingState = 'ok' | 'warning' | 'fault';

/** What one check found. */
export interface Finding {
  readonly check: CheckName;
  readonly state: FindingState;
  /** What is so and what it means, in one line without secrets. */
  readonly message: string;
  /** What to do about it; null where nothing is to be done. */
  readonly mend: string | null;
}

export function ok(check: CheckName, message: string): Finding {
  return { check, state: 'ok', message, mend: null };
}

export function warning(check: CheckName, message: string, mend: string): Finding {
  return { check, state: 'warning', message, mend };
}

export function fault(check: CheckName, message: string, mend: string): Finding {
  return { check, state: 'fault', message, mend };
}
