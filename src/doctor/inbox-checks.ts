import type { Connection } from 'mongoose';
import type { WebhookEventRecord } from '../webhooks/webhook-event.record.js';
import { type Finding, fault, ok, warning } from './finding.js';

const MINUTE_MS = 60_000;
/** The most that are counted: beyond, the number says nothing more. */
const MOST_COUNTED = 100_000;
/** As the alert WebhookEventsWait has it. */
const OLD_MINUTES = 5;

/** Whether somebody works off the inbox, and what of it waits for people. */
export async function examineInbox(connection: Connection, now = new Date()): Promise<Finding[]> {
  const events = connection.collection<WebhookEventRecord>('webhook_events');
  const waiting = { processed: false, status: { $in: ['received' as const, 'processing' as const] } };
  const overdueSince = new Date(now.getTime() - MINUTE_MS);
  const most = { limit: MOST_COUNTED };
  const [overdue, pending, failed, oldest] = await Promise.all([
    events.countDocuments({ ...waiting, next_attempt_at: { $lt: overdueSince } }, most),
    events.countDocuments(waiting, most),
    events.countDocuments({ status: 'failed' }, most),
    events.findOne(waiting, { sort: { created_at: 1 }, projection: { created_at: 1 } }),
  ]);
  const minutes = oldest ? Math.floor((now.getTime() - oldest.created_at.getTime()) / MINUTE_MS) : 0;
  return [overdueFinding(overdue), ageFinding(pending, minutes), failedFinding(failed)];
}

function overdueFinding(overdue: number): Finding {
  if (overdue === 0) return ok('inbox-overdue', 'No event waits for a worker for longer than a minute');
  return fault(
    'inbox-overdue',
    `${overdue} events are due for more than a minute and nobody takes them up`,
    'Start a process with the role worker or all; where one runs, look at its log and at WEBHOOK_CONCURRENCY',
  );
}

/** An event between two attempts is no sign of a missing worker, and yet somebody's payment is not known. */
function ageFinding(pending: number, minutes: number): Finding {
  if (minutes < OLD_MINUTES) return ok('inbox-age', `${pending} events are under way`);
  return warning(
    'inbox-age',
    `${pending} events are under way, the oldest for ${minutes} minutes`,
    'Read processing_result.error of those that are tried again: docs/operations/README.md, "The webhook inbox"',
  );
}

function failedFinding(failed: number): Finding {
  if (failed === 0) return ok('inbox-failed', 'No event has failed for good');
  return warning(
    'inbox-failed',
    `${failed} events have failed after all attempts: what they tell of is not stored`,
    'Mend what processing_result.error says, then run `revenue-engine replay`',
  );
}
