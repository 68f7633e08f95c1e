import { passesLuhn } from '../payment-methods/card-check.js';

/** The fields of the hosted page, by the names under which the form sends them. */
export const FIELDS = ['email', 'number', 'expiry', 'cvc', 'name'] as const;

export type Field = (typeof FIELDS)[number];

/** What stood in the fields. */
export type Entry = Readonly<Record<Field, string>>;

/** What is wrong with a field, in words for the person who filled it in. */
export type FieldErrors = Readonly<Partial<Record<Field, string>>>;

/** A card as it was entered, in the form in which the API takes it. */
export interface EnteredCard {
  readonly number: string;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly cvc: string;
}

const LONGEST_ENTRY = 512;
const FURTHEST_YEARS = 50;

/** @param body the form as it was sent, which may lack fields */
export function entryOf(body: unknown): Entry {
  const sent = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const value = (field: Field) => {
    const text = sent[field];
    return typeof text === 'string' ? text.trim().slice(0, LONGEST_ENTRY) : '';
  };
  return {
    email: value('email'),
    number: value('number'),
    expiry: value('expiry'),
    cvc: value('cvc'),
    name: value('name'),
  };
}

/** Every fault of an entry at once; empty when it can be tried. */
export function entryErrors(entry: Entry, now: Date): FieldErrors {
  const isEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(entry.email);
  return { ...(isEmail ? {} : { email: emailError(entry.email) }), ...cardErrors(entry, now) };
}

/** The faults of the card of an entry. */
export function cardErrors(entry: Entry, now: Date): FieldErrors {
  const errors: Record<Exclude<Field, 'email'>, string | undefined> = {
    number: numberError(digitsOf(entry.number)),
    expiry: expiryError(entry.expiry, now),
    cvc: cvcError(entry.cvc, digitsOf(entry.number)),
    name: entry.name === '' ? 'Enter the name on your card.' : undefined,
  };
  return Object.fromEntries(Object.entries(errors).filter(([, message]) => message !== undefined));
}

/** The card of an entry without faults. */
export function cardOf(entry: Entry): EnteredCard {
  const { month, year } = expiryOf(entry.expiry) ?? { month: 0, year: 0 };
  return { number: digitsOf(entry.number), exp_month: month, exp_year: year, cvc: entry.cvc };
}

function emailError(email: string): string {
  return email === '' ? 'Enter your email.' : 'Your email is invalid.';
}

function numberError(number: string): string | undefined {
  if (number === '' || (/^\d+$/.test(number) && number.length < 12)) return 'Your card number is incomplete.';
  return /^\d{12,19}$/.test(number) && passesLuhn(number) ? undefined : 'Your card number is invalid.';
}

function expiryError(expiry: string, now: Date): string | undefined {
  const read = expiryOf(expiry);
  if (read === undefined) return "Your card's expiration date is incomplete.";
  if (read.month < 1 || read.month > 12) return "Your card's expiration month is invalid.";
  const ahead = (read.year - now.getUTCFullYear()) * 12 + read.month - (now.getUTCMonth() + 1);
  if (ahead < 0) {
    const isYear = read.year < now.getUTCFullYear();
    return `Your card's expiration ${isYear ? 'year' : 'date'} is in the past.`;
  }
  return ahead > FURTHEST_YEARS * 12 ? "Your card's expiration year is invalid." : undefined;
}

function cvcError(cvc: string, number: string): string | undefined {
  const length = /^3[47]/.test(number) ? 4 : 3;
  if (!/^\d*$/.test(cvc)) return "Your card's security code is invalid.";
  if (cvc.length < length) return "Your card's security code is incomplete.";
  return cvc.length > 4 ? "Your card's security code is invalid." : undefined;
}

function digitsOf(number: string): string {
  return number.replace(/[\s-]/g, '');
}

/** Month and year of `12 / 34`, `12/2034` and `1234`. */
function expiryOf(expiry: string): { month: number; year: number } | undefined {
  const parts = /^(\d{1,2})\s*[/-]\s*(\d{2}|\d{4})$|^(\d{2})(\d{2}|\d{4})$/.exec(expiry);
  if (parts === null) return undefined;
  const year = Number(parts[2] ?? parts[4]);
  return { month: Number(parts[1] ?? parts[3]), year: year < 100 ? 2000 + year : year };
}
