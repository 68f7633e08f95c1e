import { useFieldArray, useFormContext } from 'react-hook-form';
import type { ActionFault } from '../api/use-action';
import { DialogField } from '../dialog/dialog-field';
import { faultsAt } from '../dialog/faults';
import { amountFault, currencyFault, type PlanForm } from './plan-form';

interface RowsProps {
  readonly faults: readonly ActionFault[];
}

function told(message: string | undefined, ...others: readonly (readonly ActionFault[])[]): readonly ActionFault[] {
  return [...(message ? [{ message }] : []), ...others.flat()];
}

/** What the plan costs, by interval and currency. */
export function PriceRows({ faults }: RowsProps) {
  const { control, register, formState, getValues } = useFormContext<PlanForm>();
  const { fields, append, remove } = useFieldArray({ control, name: 'prices' });
  return (
    <fieldset className="form-rows">
      <legend>Prices</legend>
      {fields.map((field, index) => {
        const errors = formState.errors.prices?.[index];
        const path = `prices.${index}` as const;
        return (
          <div key={field.id} className="form-row">
            <DialogField label="Interval" faults={faultsAt(faults, `${path}.billingInterval`)}>
              {(attributes) => (
                <select {...attributes} {...register(`${path}.billingInterval`)}>
                  <option value="MONTH">Monthly</option>
                  <option value="YEAR">Yearly</option>
                </select>
              )}
            </DialogField>
            <DialogField label="Amount" faults={told(errors?.amount?.message, faultsAt(faults, `${path}.unitAmount`))}>
              {(attributes) => (
                <input
                  {...attributes}
                  inputMode="decimal"
                  {...register(`${path}.amount`, {
                    validate: (text) => amountFault(text, getValues(`${path}.currency`)),
                  })}
                />
              )}
            </DialogField>
            <CurrencyField path={path} message={errors?.currency?.message} faults={faults} />
            <button
              type="button"
              className="button button-small"
              aria-label={`Remove price ${index + 1}`}
              disabled={fields.length === 1}
              onClick={() => remove(index)}
            >
              Remove
            </button>
          </div>
        );
      })}
      <button
        type="button"
        className="link"
        onClick={() =>
          append({ billingInterval: 'YEAR', currency: getValues('prices.0.currency') || 'USD', amount: '' })
        }
      >
        Add a price
      </button>
    </fieldset>
  );
}

/** What use beyond the plan costs. */
export function OverageRows({ faults }: RowsProps) {
  const { control, register, formState, getValues } = useFormContext<PlanForm>();
  const { fields, append, remove } = useFieldArray({ control, name: 'overages' });
  return (
    <fieldset className="form-rows">
      <legend>Use beyond the plan</legend>
      {fields.length === 0 ? <p className="muted">Nothing is billed by use.</p> : null}
      {fields.map((field, index) => {
        const errors = formState.errors.overages?.[index];
        const path = `overages.${index}` as const;
        return (
          <div key={field.id} className="form-row">
            <DialogField label="Of" faults={faultsAt(faults, `${path}.kind`)}>
              {(attributes) => (
                <select {...attributes} {...register(`${path}.kind`)}>
                  <option value="BANDWIDTH">Bandwidth</option>
                  <option value="API">API calls</option>
                </select>
              )}
            </DialogField>
            <DialogField
              label="Minor units each"
              faults={told(errors?.unitAmountDecimal?.message, faultsAt(faults, `${path}.unitAmountDecimal`))}
            >
              {(attributes) => (
                <input
                  {...attributes}
                  inputMode="decimal"
                  {...register(`${path}.unitAmountDecimal`, {
                    pattern: { value: /^\d+(\.\d{1,12})?$/, message: 'Enter a number such as 0.05.' },
                    required: 'Enter a number such as 0.05.',
                  })}
                />
              )}
            </DialogField>
            <CurrencyField path={path} message={errors?.currency?.message} faults={faults} />
            <button
              type="button"
              className="button button-small"
              aria-label={`Remove use ${index + 1}`}
              onClick={() => remove(index)}
            >
              Remove
            </button>
          </div>
        );
      })}
      <button
        type="button"
        className="link"
        onClick={() =>
          append({ kind: 'BANDWIDTH', currency: getValues('prices.0.currency') || 'USD', unitAmountDecimal: '' })
        }
      >
        Bill a use
      </button>
    </fieldset>
  );
}

interface CurrencyFieldProps extends RowsProps {
  readonly path: `prices.${number}` | `overages.${number}`;
  readonly message: string | undefined;
}

function CurrencyField({ path, message, faults }: CurrencyFieldProps) {
  const { register } = useFormContext<PlanForm>();
  return (
    <DialogField label="Currency" faults={told(message, faultsAt(faults, `${path}.currency`))}>
      {(attributes) => (
        <input
          {...attributes}
          className="upper-case"
          maxLength={3}
          spellCheck={false}
          {...register(`${path}.currency`, { validate: currencyFault })}
        />
      )}
    </DialogField>
  );
}
