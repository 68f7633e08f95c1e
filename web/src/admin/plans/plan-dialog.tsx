import { FormProvider, useForm } from 'react-hook-form';
import { typedDocument } from '../../api/typed-document';
import { type ActionFault, useAction } from '../api/use-action';
import { ConfirmDialog } from '../dialog/confirm-dialog';
import { DialogField } from '../dialog/dialog-field';
import { faultsAt } from '../dialog/faults';
import { AdminSavePlanDocument, type AdminSavePlanMutation, type PlanPartsFragment } from '../generated/operations';
import { useAnnounce } from '../layout/announcer';
import { NEW_PLAN, type PlanForm, toPlanForm, toSavePlanInput } from './plan-form';
import { OverageRows, PriceRows } from './plan-rows';

const SAVE = typedDocument(AdminSavePlanDocument);
const payloadOf = (data: AdminSavePlanMutation) => data.savePlan;
const SIMPLE_FIELDS = ['uid', 'name', 'description', 'trialDays', 'features'] as const;

interface PlanDialogProps {
  /** Null for a new one. */
  readonly plan: PlanPartsFragment | null;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** The editor of one plan. */
export function PlanDialog({ plan, onSaved, onClose }: PlanDialogProps) {
  const announce = useAnnounce();
  const form = useForm<PlanForm>({ defaultValues: plan ? toPlanForm(plan) : NEW_PLAN });
  const { busy, faults, run } = useAction(SAVE, payloadOf);
  const { register, formState } = form;

  async function save(values: PlanForm): Promise<void> {
    const done = await run({ input: toSavePlanInput(values) });
    if (!done) return;
    announce(`${values.name.trim()} is saved and on sale.`);
    onSaved();
    onClose();
  }

  const at = (name: (typeof SIMPLE_FIELDS)[number]): readonly ActionFault[] => {
    const local = formState.errors[name]?.message;
    return [...(local ? [{ message: local }] : []), ...faultsAt(faults, name)];
  };
  const shownElsewhere = ({ path }: ActionFault): boolean =>
    path !== undefined && (SIMPLE_FIELDS.some((name) => name === path) || /^(prices|overages)\.\d+\./.test(path));

  return (
    <ConfirmDialog
      title={plan ? `Edit ${plan.name}` : 'New plan'}
      confirm="Save"
      busy={busy}
      faults={faults.filter((fault) => !shownElsewhere(fault))}
      onConfirm={() => void form.handleSubmit(save)()}
      onClose={onClose}
    >
      <p className="muted">
        {plan
          ? 'Another amount makes a new price at Stripe: new buyers pay it, who pays the old one keeps it.'
          : 'It is made at Stripe too, and is on sale at once.'}
      </p>
      <FormProvider {...form}>
        <div className="field-pair">
          <DialogField label="Name" faults={at('name')}>
            {(attributes) => (
              <input
                {...attributes}
                {...register('name', { validate: (text) => text.trim() !== '' || 'Enter a name.' })}
              />
            )}
          </DialogField>
          <DialogField label="Uid" note="It never changes." faults={at('uid')}>
            {(attributes) => (
              <input
                {...attributes}
                readOnly={plan !== null}
                spellCheck={false}
                {...register('uid', {
                  pattern: { value: /^[a-z0-9_-]+$/, message: 'Lower case letters, digits, _ and - only.' },
                  required: 'Enter a uid such as plan_team.',
                })}
              />
            )}
          </DialogField>
        </div>
        <DialogField label="Description" faults={at('description')}>
          {(attributes) => <input {...attributes} {...register('description')} />}
        </DialogField>
        <PriceRows faults={faults} />
        <div className="field-pair">
          <DialogField label="Features" note="One a line." faults={at('features')}>
            {(attributes) => <textarea {...attributes} rows={4} {...register('features')} />}
          </DialogField>
          <DialogField label="Days of trial" faults={at('trialDays')}>
            {(attributes) => (
              <input
                {...attributes}
                inputMode="numeric"
                {...register('trialDays', {
                  pattern: { value: /^\d{1,4}$/, message: 'Enter a whole number; 0 for no trial.' },
                  required: 'Enter 0 for no trial.',
                })}
              />
            )}
          </DialogField>
        </div>
        <OverageRows faults={faults} />
      </FormProvider>
    </ConfirmDialog>
  );
}
