import { useEffect, useRef, useState } from 'react';
import type { Identity } from './identity';
import { OrganizationForm } from './organization-form';
import { TokenForm } from './token-form';
import { verifyIdentity } from './verify-identity';
import './identity-dialog.css';

const TOKEN_REFUSED = 'The server did not accept this token. It may have run out: get a new one and try again.';

interface IdentityDialogProps {
  readonly current: Identity | null;
  readonly onKeep: (identity: Identity | null) => void;
  readonly onClose: () => void;
}

/** Asks who is buying, and keeps an answer only when the server accepts it. */
export function IdentityDialog({ current, onKeep, onClose }: IdentityDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [form, setForm] = useState<Identity['kind']>(current?.kind ?? 'organization');
  const [headersRefused, setHeadersRefused] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);

  async function submit(identity: Identity): Promise<void> {
    setBusy(true);
    setFault(null);
    const verification = await verifyIdentity(identity);
    setBusy(false);
    if (verification.outcome === 'accepted') return onKeep(identity);
    if (verification.outcome === 'refused') return setFault(verification.reason);
    if (identity.kind === 'token') return setFault(TOKEN_REFUSED);
    setHeadersRefused(true);
    setForm('token');
  }

  function show(kind: Identity['kind']): void {
    setFault(null);
    setForm(kind);
  }

  const shared = { busy, fault, onSubmit: submit, onCancel: onClose };
  return (
    <dialog ref={dialog} className="identity-dialog" aria-labelledby="identity-title" onClose={onClose}>
      <h2 id="identity-title">{form === 'token' ? 'Sign in with a token' : 'Who is buying?'}</h2>
      {form === 'token' ? (
        <TokenForm {...shared} headersRefused={headersRefused} onUseOrganization={() => show('organization')} />
      ) : (
        <OrganizationForm
          {...shared}
          known={current?.kind === 'organization' ? current : null}
          onUseToken={() => show('token')}
        />
      )}
      {current ? (
        <button type="button" className="link identity-forget" disabled={busy} onClick={() => onKeep(null)}>
          Forget who I am
        </button>
      ) : null}
    </dialog>
  );
}
