import { readFileSync } from 'node:fs';

/** The codes of each operation, as docs/errors.md has them. */
export function documentedCodes(
  markdown = readFileSync('docs/errors.md', 'utf8'),
): ReadonlyMap<string, readonly string[]> {
  const rows = markdown.matchAll(/^\| `(?<operation>[a-z]\w+)` *\| (?<codes>[A-Z_, ]+?) *\|$/gm);
  return new Map(Array.from(rows, ({ groups }) => [groups?.operation ?? '', groups?.codes?.split(', ') ?? []]));
}

const documented = documentedCodes();

/**
 * Holds the documentation to what the server says: each code in the `errors` of an operation has to be in its row.
 *
 * @throws Error that names the operation and the code
 */
export function assertDocumented(data: unknown): void {
  for (const [field, payload] of Object.entries((data ?? {}) as Record<string, { errors?: unknown } | null>)) {
    const codes = documented.get(field);
    if (!codes || !Array.isArray(payload?.errors)) continue;
    for (const { code } of payload.errors as { code?: string }[]) {
      if (code === undefined || codes.includes(code)) continue;
      throw new Error(`${field} answered ${code}, which docs/errors.md does not have in its row`);
    }
  }
}
