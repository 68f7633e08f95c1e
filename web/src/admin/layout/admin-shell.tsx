import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import mark from '../../layout/mark.svg';
import { LiveSign } from '../live/live-sign';
import { useSession } from '../session/session-context';
import { ThemeSwitch } from './theme-switch';
import './admin-shell.css';

const PLACES: readonly (readonly [path: string, name: string])[] = [
  ['/', 'Overview'],
  ['/customers', 'Customers'],
  ['/subscriptions', 'Subscriptions'],
  ['/webhooks', 'Webhooks'],
  ['/drift', 'Drift'],
  ['/plans', 'Plans'],
];

interface AdminShellProps {
  /** The path below /admin. */
  readonly path: string;
  readonly children: ReactNode;
}

/** What stands around each page: the way to the others, who is signed in, and whether what is shown is live. */
export function AdminShell({ path, children }: AdminShellProps) {
  const { viewer, signOut } = useSession();
  const places = useRef<HTMLElement>(null);
  // On a phone the names do not all fit side by side: the one that is here has to be seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what moves the mark
  useEffect(() => {
    places.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [path]);
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <header className="shell-bar">
        <Link className="shell-home" href="/">
          <img src={mark} alt="" width="28" height="28" />
          <span>Revenue Engine</span>
        </Link>
        <nav ref={places} className="shell-places" aria-label="Pages">
          {PLACES.map(([to, name]) => {
            const here = to === '/' ? path === '/' : path.startsWith(to);
            return (
              <Link key={to} href={to} aria-current={here ? 'page' : undefined}>
                {name}
              </Link>
            );
          })}
        </nav>
        <div className="shell-end">
          <LiveSign />
          <ThemeSwitch />
          <p className="shell-viewer">{viewer.email ?? 'Admin key'}</p>
          <button type="button" className="button button-small" onClick={signOut}>
            Sign out
          </button>
        </div>
      </header>
      <main id="content" className="shell-content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
