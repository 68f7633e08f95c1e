import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

type Announce = (text: string) => void;

const AnnounceContext = createContext<Announce>(() => undefined);

/** Says something to screen readers, and shows it for a while to everybody. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

interface Announcement {
  readonly text: string;
  readonly number: number;
}

/** One live region for the whole page: what came of an action is read out, whatever has the focus. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState<Announcement>({ text: '', number: 0 });
  const announce = useCallback((text: string) => setSaid(({ number }) => ({ text, number: number + 1 })), []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="announcer" role="status">
        {said.text === '' ? null : <p key={said.number}>{said.text}</p>}
      </div>
    </AnnounceContext>
  );
}
