import { typedDocument } from '../../api/typed-document';
import { useAction } from '../api/use-action';
import { ConfirmDialog } from '../dialog/confirm-dialog';
import {
  AdminArchivePlanDocument,
  type AdminArchivePlanMutation,
  type PlanPartsFragment,
} from '../generated/operations';
import { useAnnounce } from '../layout/announcer';

const ARCHIVE = typedDocument(AdminArchivePlanDocument);
const payloadOf = (data: AdminArchivePlanMutation) => data.archivePlan;

interface ArchivePlanDialogProps {
  readonly plan: PlanPartsFragment;
  readonly onArchived: () => void;
  readonly onClose: () => void;
}

export function ArchivePlanDialog({ plan: { uid, name }, onArchived, onClose }: ArchivePlanDialogProps) {
  const announce = useAnnounce();
  const { busy, faults, run } = useAction(ARCHIVE, payloadOf);

  async function archive(): Promise<void> {
    if (!(await run({ input: { uid } }))) return;
    announce(`${name} is no longer sold.`);
    onArchived();
    onClose();
  }

  return (
    <ConfirmDialog
      title={`Archive ${name}?`}
      confirm="Archive"
      tone="danger"
      busy={busy}
      faults={faults}
      onConfirm={() => void archive()}
      onClose={onClose}
    >
      <p>
        Nobody can buy it any more, and its product and prices are archived at Stripe. Who has it keeps it and pays on.
        Saving it again puts it back on sale.
      </p>
    </ConfirmDialog>
  );
}
