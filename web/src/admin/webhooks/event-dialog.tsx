import { Link } from 'wouter';
import { typedDocument } from '../../api/typed-document';
import { failureText } from '../api/failure-text';
import { Badge } from '../display/badge';
import { Fact, Facts } from '../display/facts';
import { Instant } from '../display/instant';
import { EmptyState, FailureBox, Skeleton } from '../display/states';
import { EVENT_STATUS, FAILURE } from '../display/status-words';
import {
  AdminWebhookEventDocument,
  type AdminWebhookEventQuery,
  type WebhookEventRowFragment,
} from '../generated/operations';
import { useModal } from '../dialog/use-modal';
import { useLiveQuery } from '../live/use-live-query';
import { RetryButton } from './retry-button';
import '../dialog/confirm-dialog.css';
import './event-dialog.css';

const EVENT = typedDocument(AdminWebhookEventDocument);

interface EventDialogProps {
  readonly id: string;
  readonly onRetried: (event: WebhookEventRowFragment) => void;
  readonly onClose: () => void;
}

/** One event: what became of it, and what Stripe sent. */
export function EventDialog({ id, onRetried, onClose }: EventDialogProps) {
  const dialog = useModal();
  const { data, error, refresh } = useLiveQuery({
    query: EVENT,
    variables: { id },
    concerns: (event) => event.kind === 'webhookEvent' && event.row.id === id,
  });
  const event = data?.webhookEvent;
  return (
    <dialog ref={dialog} className="event-dialog" aria-labelledby="event-title" onCancel={onClose}>
      <header>
        <h2 id="event-title">{event?.type ?? 'Webhook event'}</h2>
        <button type="button" className="button button-small" onClick={onClose}>
          Close
        </button>
      </header>
      {event ? (
        <EventDetails
          event={event}
          onRetried={(retried) => {
            refresh();
            onRetried(retried);
          }}
        />
      ) : data ? (
        <EmptyState title={`There is no event ${id}`}>Processed events are removed after a while.</EmptyState>
      ) : error ? (
        <FailureBox title="The event could not be read" text={failureText(error)} onRetry={refresh} />
      ) : (
        <Skeleton lines={8} />
      )}
    </dialog>
  );
}

interface EventDetailsProps {
  readonly event: NonNullable<AdminWebhookEventQuery['webhookEvent']>;
  readonly onRetried: (event: WebhookEventRowFragment) => void;
}

function EventDetails({ event, onRetried }: EventDetailsProps) {
  const { id, type, status, attempts, nextAttemptAt, occurredAt, createdAt, processedAt, result, payload } = event;
  return (
    <>
      <Facts>
        <Fact name="Status">
          <Badge {...EVENT_STATUS[status]} />
        </Fact>
        <Fact name="Id">
          <code>{id}</code>
        </Fact>
        <Fact name="Attempts">{attempts}</Fact>
        {nextAttemptAt && status === 'RECEIVED' ? (
          <Fact name="Next attempt">
            <Instant at={nextAttemptAt} withTime />
          </Fact>
        ) : null}
        <Fact name="Happened at Stripe">
          <Instant at={occurredAt} withTime />
        </Fact>
        <Fact name="Received">
          <Instant at={createdAt} withTime />
        </Fact>
        <Fact name="Processed">
          <Instant at={processedAt} withTime />
        </Fact>
        {result?.subscriptionId ? (
          <Fact name="Subscription">
            <Link href={`/subscriptions/${result.subscriptionId}`}>{result.subscriptionId}</Link>
          </Fact>
        ) : null}
      </Facts>
      {result && !result.success ? (
        <div className="event-failure">
          <p className="failure-title">{result.failure ? FAILURE[result.failure].label : 'The last attempt failed'}</p>
          <p>{result.error}</p>
          {result.failure ? <p>{FAILURE[result.failure].advice}</p> : null}
        </div>
      ) : null}
      <p className="event-actions">
        <RetryButton id={id} name={type} onRetried={onRetried} />
      </p>
      <h3 id="payload">Payload</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard (WCAG 2.1.1) */}
      <section className="payload" tabIndex={0} aria-labelledby="payload">
        <pre>{JSON.stringify(payload, null, 2)}</pre>
      </section>
    </>
  );
}
