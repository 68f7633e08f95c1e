import { typedDocument } from '../../api/typed-document';
import { useAction } from '../api/use-action';
import { ConfirmDialog } from '../dialog/confirm-dialog';
import { counted } from '../display/count';
import {
  AdminRetryFailedWebhookEventsDocument,
  type AdminRetryFailedWebhookEventsMutation,
} from '../generated/operations';
import { useAnnounce } from '../layout/announcer';

const RETRY = typedDocument(AdminRetryFailedWebhookEventsDocument);
const payloadOf = (data: AdminRetryFailedWebhookEventsMutation) => data.retryFailedWebhookEvents;
/** The most that one call takes, by the default of the server. */
const MOST = 1000;

interface RetryAllDialogProps {
  /** Only events of this type; empty for all. */
  readonly type: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function RetryAllDialog({ type, onDone, onClose }: RetryAllDialogProps) {
  const announce = useAnnounce();
  const { busy, faults, run } = useAction(RETRY, payloadOf);

  async function retry(): Promise<void> {
    const done = await run({ input: { ...(type ? { type: [type] } : {}), limit: MOST } });
    if (!done) return;
    announce(done.retriedCount === 0 ? 'Nothing had failed.' : `${counted(done.retriedCount, 'event')} tried again.`);
    onDone();
    onClose();
  }

  return (
    <ConfirmDialog
      title="Retry all failed events?"
      confirm="Retry all"
      busy={busy}
      faults={faults}
      onConfirm={() => void retry()}
      onClose={onClose}
    >
      <p>
        {type ? (
          <>
            Every failed event of the type <code>{type}</code>
          </>
        ) : (
          'Every failed event'
        )}{' '}
        is processed again with all its attempts anew, up to {counted(MOST, 'event')} at a time. Repeating one does no
        harm: what is stored is what Stripe says now.
      </p>
    </ConfirmDialog>
  );
}
