import type { FormEvent } from 'react';
import { FormActions } from './form-actions';
import type { Identity } from './identity';
import { textOf } from './text-of';

interface OrganizationFormProps {
  readonly known: Extract<Identity, { kind: 'organization' }> | null;
  readonly busy: boolean;
  readonly fault: string | null;
  readonly onSubmit: (identity: Identity) => void;
  readonly onUseToken: () => void;
  readonly onCancel: () => void;
}

/** The identity where the server trusts headers: an organization and whom Stripe writes to. */
export function OrganizationForm({ known, busy, fault, onSubmit, onUseToken, onCancel }: OrganizationFormProps) {
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    onSubmit({ kind: 'organization', organizationId: textOf(fields, 'organization'), email: textOf(fields, 'email') });
  }

  return (
    <form onSubmit={submit}>
      <p className="identity-lead">
        The subscription belongs to the organization; Stripe sends the receipts to the address.
      </p>
      <label className="field">
        <span>Organization id</span>
        <input
          name="organization"
          required
          pattern="\s*[\w.:@\-]{1,200}\s*"
          title="Letters, digits or any of _ . : @ -"
          defaultValue={known?.organizationId}
          placeholder="org_acme"
          autoComplete="organization"
          autoCapitalize="none"
          spellCheck={false}
        />
      </label>
      <label className="field">
        <span>E-mail address</span>
        <input
          name="email"
          type="email"
          required
          defaultValue={known?.email}
          placeholder="billing@acme.example"
          autoComplete="email"
        />
      </label>
      <FormActions busy={busy} fault={fault} label="Continue" onCancel={onCancel} />
      <button type="button" className="link" disabled={busy} onClick={onUseToken}>
        I have a bearer token
      </button>
    </form>
  );
}
