import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { ChangeQuote } from './change-quote.js';

/** Of the form of quotes: another one gets another version, and another key with it. */
const VERSION = 'q1';
const KEY_BYTES = 32;
const FORM = /^q1\.(?<body>[\w-]+)\.(?<signature>[\w-]{43})$/;

/**
 * Signs quotes, so that nothing has to be stored when one is made and nothing of it can be changed. The key is derived
 * from a secret that every process has (HKDF, https://www.rfc-editor.org/rfc/rfc5869), and is for quotes only.
 */
export class QuoteSeal {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', `revenue-engine change quote ${VERSION}`, KEY_BYTES));
  }

  /** The quote as its reader carries it: everybody can read it, nobody can change it. */
  seal(quote: ChangeQuote): string {
    const body = Buffer.from(JSON.stringify(quote)).toString('base64url');
    return `${VERSION}.${body}.${this.#signatureOf(body).toString('base64url')}`;
  }

  /** Null for anything that was not sealed with this key, as it stands. */
  open(sealed: string): ChangeQuote | null {
    const { body = '', signature = '' } = FORM.exec(sealed)?.groups ?? {};
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#signatureOf(body);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as ChangeQuote;
  }

  #signatureOf(body: string): Buffer {
    return createHmac('sha256', this.#key).update(`${VERSION}.${body}`).digest();
  }
}
