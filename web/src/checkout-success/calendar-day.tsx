import { PAGE_LOCALE } from '../api/page-locale';

const DAY = new Intl.DateTimeFormat(PAGE_LOCALE, { dateStyle: 'medium' });

interface CalendarDayProps {
  /** ISO 8601. */
  readonly at: string;
}

/** An instant as the reader's own day. */
export function CalendarDay({ at }: CalendarDayProps) {
  return <time dateTime={at}>{DAY.format(new Date(at))}</time>;
}
