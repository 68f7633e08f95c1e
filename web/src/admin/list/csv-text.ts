import Papa from 'papaparse';

export interface CsvColumn<Row> {
  readonly header: string;
  readonly value: (row: Row) => string | number | boolean | null | undefined;
}

/** UTF-8's mark, by which spreadsheets know the encoding. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Rows as lines of RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvLines<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  return linesOf(rows.map((row) => columns.map(({ value }) => value(row) ?? '')));
}

export function csvHead<Row>(columns: readonly CsvColumn<Row>[]): string {
  return linesOf([columns.map(({ header }) => header)]);
}

function linesOf(lines: readonly unknown[][]): string {
  if (lines.length === 0) return '';
  return `${Papa.unparse([...lines], { escapeFormulae: true, newline: '\r\n' })}\r\n`;
}
