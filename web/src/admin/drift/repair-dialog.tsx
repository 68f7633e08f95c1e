import { useEffect, useState } from 'react';
import { typedDocument } from '../../api/typed-document';
import { useAction } from '../api/use-action';
import { ConfirmDialog } from '../dialog/confirm-dialog';
import { counted } from '../display/count';
import { EmptyState, Skeleton } from '../display/states';
import {
  AdminRepairDriftDocument,
  type AdminRepairDriftMutation,
  type DriftRowFragment,
} from '../generated/operations';
import { useAnnounce } from '../layout/announcer';
import { DriftFields } from './drift-page';

const REPAIR = typedDocument(AdminRepairDriftDocument);
const payloadOf = (data: AdminRepairDriftMutation) => data.repairDrift;

interface RepairDialogProps {
  readonly ids: readonly string[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks Stripe first what a repair would change, shows it, and repairs only then. */
export function RepairDialog({ ids, onDone, onClose }: RepairDialogProps) {
  const announce = useAnnounce();
  const dry = useAction(REPAIR, payloadOf);
  const real = useAction(REPAIR, payloadOf);
  const [foreseen, setForeseen] = useState<readonly DriftRowFragment[] | null>(null);
  const tryDry = dry.run;
  useEffect(() => {
    let current = true;
    void tryDry({ input: { ids: [...ids], dryRun: true } }).then((payload) => {
      if (current && payload) setForeseen(payload.repaired);
    });
    return () => {
      current = false;
    };
  }, [ids, tryDry]);

  async function repair(): Promise<void> {
    const done = await real.run({ input: { ids: [...ids], dryRun: false } });
    if (!done) return;
    announce(`${counted(done.repaired.length, 'object')} repaired.`);
    onDone();
    onClose();
  }

  return (
    <ConfirmDialog
      title={`Repair ${counted(ids.length, 'object')}?`}
      confirm="Repair"
      busy={real.busy}
      disabled={!foreseen || foreseen.length === 0}
      faults={[...dry.faults, ...real.faults]}
      onConfirm={() => void repair()}
      onClose={onClose}
    >
      <p>Each is stored as Stripe shows it now. Nothing changes at Stripe.</p>
      {foreseen ? (
        foreseen.length === 0 ? (
          <EmptyState title="Nothing differs any more" />
        ) : (
          <ul className="repair-list">
            {foreseen.map(({ id, fields }) => (
              <li key={id}>
                <strong>{id}</strong>
                <DriftFields fields={fields} />
              </li>
            ))}
          </ul>
        )
      ) : dry.faults.length > 0 ? null : (
        <Skeleton lines={4} />
      )}
    </ConfirmDialog>
  );
}
