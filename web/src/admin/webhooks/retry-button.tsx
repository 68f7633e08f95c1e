import { typedDocument } from '../../api/typed-document';
import { useAction } from '../api/use-action';
import {
  AdminRetryWebhookEventDocument,
  type AdminRetryWebhookEventMutation,
  type WebhookEventRowFragment,
} from '../generated/operations';
import { useAnnounce } from '../layout/announcer';

const RETRY = typedDocument(AdminRetryWebhookEventDocument);
const payloadOf = (data: AdminRetryWebhookEventMutation) => data.retryWebhookEvent;

interface RetryButtonProps {
  readonly id: string;
  /** Of the event, for who does not see the row. */
  readonly name: string;
  readonly onRetried: (event: WebhookEventRowFragment) => void;
}

/** Processes one event again; that is safe at any time, so it asks nothing first. */
export function RetryButton({ id, name, onRetried }: RetryButtonProps) {
  const announce = useAnnounce();
  const { busy, faults, run } = useAction(RETRY, payloadOf);

  async function retry(): Promise<void> {
    const done = await run({ input: { id } });
    if (!done?.webhookEvent) return;
    announce(`${name} is tried again.`);
    onRetried(done.webhookEvent);
  }

  return (
    <>
      <button
        type="button"
        className="button button-small"
        aria-label={`Retry ${name}`}
        disabled={busy}
        onClick={() => void retry()}
      >
        {busy ? 'Trying…' : 'Retry'}
      </button>
      {faults.map(({ message }) => (
        <p key={message} className="field-fault" role="alert">
          {message}
        </p>
      ))}
    </>
  );
}
