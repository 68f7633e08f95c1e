import { useRef, useState } from 'react';
import { CombinedError } from 'urql';
import { failureText } from '../api/failure-text';
import { counted, formatCount } from '../display/count';
import { useAnnounce } from '../layout/announcer';
import type { CsvColumn } from './csv-text';
import type { ReadPage } from './endless-pages';

/** The most that a page may have. */
const PAGE_SIZE = 100;

interface ExportButtonProps<Row> {
  readonly noun: string;
  readonly columns: readonly CsvColumn<Row>[];
  readonly read: ReadPage<Row>;
  readonly total: number | null;
}

/** Writes all rows of the filter to a file, page by page. */
export function ExportButton<Row>({ noun, columns, read, total }: ExportButtonProps<Row>) {
  const announce = useAnnounce();
  const [written, setWritten] = useState<number | null>(null);
  const stopped = useRef(false);

  async function write(): Promise<void> {
    stopped.current = false;
    setWritten(0);
    try {
      const { BYTE_ORDER_MARK, csvHead, csvLines } = await import('./csv-text');
      // A browser keeps what is in a Blob out of the page's memory.
      let file = new Blob([BYTE_ORDER_MARK, csvHead(columns)]);
      let count = 0;
      for (let after: string | null = null; ; ) {
        const page = await read(after, PAGE_SIZE);
        if (stopped.current) return announce('The export was stopped; nothing was saved.');
        file = new Blob([file, csvLines(columns, page.rows)], { type: 'text/csv;charset=utf-8' });
        count += page.rows.length;
        setWritten(count);
        if (!page.hasNextPage) break;
        after = page.endCursor;
      }
      save(file, `${noun.replaceAll(' ', '-')}s-${new Date().toISOString().slice(0, 10)}.csv`);
      announce(`${counted(count, noun)} exported.`);
    } catch (error) {
      if (!(error instanceof CombinedError)) throw error;
      announce(`The export failed; nothing was saved. ${failureText(error)}`);
    } finally {
      setWritten(null);
    }
  }

  if (written === null) {
    return (
      <button type="button" className="button button-small" onClick={() => void write()}>
        Export CSV
      </button>
    );
  }
  return (
    <div className="export-progress">
      <progress aria-label="Export" {...(total ? { value: Math.min(written, total), max: total } : {})} />
      <span>{formatCount(written)} rows</span>
      <button
        type="button"
        className="button button-small"
        onClick={() => {
          stopped.current = true;
        }}
      >
        Stop
      </button>
    </div>
  );
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own hold on the file once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
