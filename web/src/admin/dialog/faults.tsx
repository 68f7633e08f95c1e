import type { ActionFault } from '../api/use-action';

/** What was refused, read out at once. */
export function FaultList({ faults }: { readonly faults: readonly ActionFault[] }) {
  return (
    <div role="alert">
      {faults.map(({ message, reference }) => (
        <p key={message} className="form-fault">
          {message}
          {reference ? (
            <>
              {' '}
              <small>
                Stripe request <code>{reference}</code>
              </small>
            </>
          ) : null}
        </p>
      ))}
    </div>
  );
}

/** The fault of one field, and what is left for the others. */
export function faultsAt(faults: readonly ActionFault[], ...paths: readonly string[]): readonly ActionFault[] {
  return faults.filter(({ path }) => path !== undefined && paths.includes(path));
}

export function faultsElsewhere(faults: readonly ActionFault[], ...paths: readonly string[]): readonly ActionFault[] {
  return faults.filter(({ path }) => path === undefined || !paths.includes(path));
}
