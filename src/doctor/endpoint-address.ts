const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether both lead to the same place; the names of this machine count as one. */
export function sameAddress(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && plain(one) === plain(other);
}

function plain(address: string): string {
  const { protocol, hostname, port, pathname } = new URL(address);
  const host = LOOPBACK.has(hostname) ? 'localhost' : hostname;
  return `${protocol}//${host}:${port}${pathname.replace(/\/+$/, '')}`;
}
