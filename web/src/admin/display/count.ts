import { PAGE_LOCALE } from '../../api/page-locale';

const COUNT = new Intl.NumberFormat(PAGE_LOCALE);
const PERCENT = new Intl.NumberFormat(PAGE_LOCALE, { style: 'percent', maximumFractionDigits: 1 });

export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** @param share 1 is all */
export function formatShare(share: number): string {
  return PERCENT.format(share);
}

/** "1 customer", "1,200 customers". */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
