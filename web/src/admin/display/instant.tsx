import { PAGE_LOCALE } from '../../api/page-locale';

const DAY = new Intl.DateTimeFormat(PAGE_LOCALE, { dateStyle: 'medium' });
const MOMENT = new Intl.DateTimeFormat(PAGE_LOCALE, { dateStyle: 'medium', timeStyle: 'medium' });

interface InstantProps {
  /** ISO 8601; nothing is shown as a dash. */
  readonly at: string | null | undefined;
  readonly withTime?: boolean;
}

/** An instant in the reader's own time zone; the exact one is its title. */
export function Instant({ at, withTime = false }: InstantProps) {
  if (!at) return <span className="muted">–</span>;
  return (
    <time dateTime={at} title={at}>
      {formatInstant(at, withTime)}
    </time>
  );
}

export function formatInstant(at: string, withTime = false): string {
  return (withTime ? MOMENT : DAY).format(new Date(at));
}
