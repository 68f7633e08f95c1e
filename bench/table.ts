/**
 * Rows as text, in columns that are as wide as their widest cell.
 *
 * @param first at which side of its column the first cell stands; all others stand at the right
 */
export function aligned(rows: readonly (readonly string[])[], first: 'left' | 'right'): string {
  const [head = []] = rows;
  const widths = head.map((_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)));
  const padded = (cell: string, index: number) =>
    index === 0 && first === 'left' ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0);
  return rows.map((row) => row.map(padded).join('  ')).join('\n');
}
