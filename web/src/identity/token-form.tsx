import type { FormEvent } from 'react';
import { FormActions } from './form-actions';
import type { Identity } from './identity';
import { textOf } from './text-of';

interface TokenFormProps {
  /** True after this server was offered an organization and an address, and saw nobody. */
  readonly headersRefused: boolean;
  readonly busy: boolean;
  readonly fault: string | null;
  readonly onSubmit: (identity: Identity) => void;
  readonly onUseOrganization: () => void;
  readonly onCancel: () => void;
}

/** The identity where the server trusts only the product's own sign-in. */
export function TokenForm({ headersRefused, busy, fault, onSubmit, onUseOrganization, onCancel }: TokenFormProps) {
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const pasted = textOf(new FormData(event.currentTarget), 'token');
    const token = pasted.replace(/^bearer\s+/i, '').replace(/\s+/g, '');
    onSubmit({ kind: 'token', token });
  }

  return (
    <form onSubmit={submit}>
      <p className="identity-lead" role={headersRefused ? 'alert' : undefined}>
        {headersRefused
          ? 'This server does not take an organization on trust. It wants a bearer token from your product’s own sign-in.'
          : 'Paste the bearer token (a JWT) that your product’s own sign-in gave you.'}{' '}
        It is kept in this tab only, until the tab is closed.
      </p>
      <label className="field">
        <span>Bearer token</span>
        <textarea name="token" required rows={4} placeholder="eyJhbGciOi…" autoComplete="off" spellCheck={false} />
      </label>
      <FormActions busy={busy} fault={fault} label="Sign in" onCancel={onCancel} />
      <button type="button" className="link" disabled={busy} onClick={onUseOrganization}>
        Use an organization id instead
      </button>
    </form>
  );
}
