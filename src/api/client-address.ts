import { isIPv6 } from 'node:net';

/** Of the eight of an address: what a network gives to one customer, who has all addresses below it. */
const GROUPS_OF_A_NETWORK = 4;

/**
 * Who an address stands for: an IPv4 address for itself, an IPv6 address for its network of 64 bits.
 * Source: https://www.rfc-editor.org/rfc/rfc6177#section-2
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%', 1);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return plain;
  const [head = [], tail = []] = plain.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const isShortened = plain.includes('::');
  const left = isShortened ? Math.max(0, 8 - head.length - tail.length) : 0;
  const groups = [...head, ...Array<string>(left).fill('0'), ...tail].slice(0, GROUPS_OF_A_NETWORK);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
