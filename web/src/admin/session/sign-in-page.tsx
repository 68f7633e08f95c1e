import { type FormEvent, useState } from 'react';
import { textOf } from '../../identity/text-of';
import mark from '../../layout/mark.svg';
import { usePageTitle } from '../../layout/use-page-title';
import type { Credential } from './credential';
import './sign-in.css';

const KINDS: readonly (readonly [kind: Credential['kind'], label: string])[] = [
  ['key', 'API key'],
  ['token', 'Bearer token'],
];

interface SignInPageProps {
  /** Why nobody is signed in any more. */
  readonly reason: string | null;
  /** @returns why not, or null */
  readonly onSignIn: (credential: Credential) => Promise<string | null>;
}

export function SignInPage({ reason, onSignIn }: SignInPageProps) {
  usePageTitle('Sign in to the admin page');
  const [kind, setKind] = useState<Credential['kind']>('key');
  const [fault, setFault] = useState<string | null>(reason);
  const [busy, setBusy] = useState(false);
  const label = kind === 'key' ? 'API key' : 'Bearer token';

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const value = textOf(new FormData(event.currentTarget), 'credential').replace(/^Bearer\s+/i, '');
    if (value === '') return setFault(`Enter the ${label === 'API key' ? label : 'bearer token'}.`);
    // A header takes visible ASCII only; anything else cannot be a key that the server knows.
    if (/[^\x21-\x7e]/.test(value)) return setFault(`This is no ${label}: it has blanks or letters that none has.`);
    setBusy(true);
    setFault(null);
    const refusal = await onSignIn({ kind, value });
    if (refusal === null) return;
    setBusy(false);
    setFault(refusal);
  }

  return (
    <main className="sign-in">
      <form className="card sign-in-card" noValidate onSubmit={(event) => void submit(event)}>
        <img src={mark} alt="" width="40" height="40" />
        <h1>Revenue Engine admin</h1>
        <fieldset className="sign-in-kinds">
          <legend>Sign in with</legend>
          {KINDS.map(([value, text]) => (
            <label key={value}>
              <input type="radio" name="kind" checked={kind === value} onChange={() => setKind(value)} />
              {text}
            </label>
          ))}
        </fieldset>
        <label className="field">
          {label}
          <input
            key={kind}
            name="credential"
            type="password"
            autoComplete="off"
            spellCheck={false}
            aria-describedby="sign-in-note sign-in-fault"
            aria-invalid={fault ? true : undefined}
          />
        </label>
        <div id="sign-in-fault" role="alert">
          {fault ? <p className="form-fault">{fault}</p> : null}
        </div>
        <button type="submit" className="button button-primary" disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </button>
        <p id="sign-in-note" className="sign-in-note">
          It stays in this tab and is gone when you sign out or close it.
        </p>
      </form>
    </main>
  );
}
