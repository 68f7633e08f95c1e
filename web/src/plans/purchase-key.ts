/**
 * The idempotency key of one purchase. A retry after a failure of unknown outcome sends the same key, so that it cannot
 * open a second checkout; another selection, or a purchase that is over, gets a new one.
 */
export class PurchaseKey {
  private selection = '';
  private key = '';

  of(selection: object): string {
    const text = JSON.stringify(selection);
    if (this.key === '' || text !== this.selection) this.key = newKey();
    this.selection = text;
    return this.key;
  }

  renew(): void {
    this.key = '';
  }
}

/** Random, and not by crypto.randomUUID, which is missing where a page is served without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
