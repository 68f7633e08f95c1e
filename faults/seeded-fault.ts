/** A fault that is put into the engine to see whether its tests notice it. */
export interface SeededFault {
  /** Names it, on the command line too. */
  readonly id: string;
  /** From the project's folder, with slashes. */
  readonly file: string;
  /** A piece of the file that stands there exactly once. */
  readonly right: string;
  /** What takes its place. It must compile. */
  readonly wrong: string;
  /** What users would suffer by it. */
  readonly harm: string;
  /** The test files that have to notice it, without folder and ending. */
  readonly noticedBy: readonly string[];
  /** Why no test can notice it, where somebody found that nothing comes of it. */
  readonly harmless?: string;
}

/** The list is behind the code. */
export class StaleFault extends Error {
  constructor({ id, file }: SeededFault, found: number) {
    super(
      `The fault "${id}" names a piece of ${file} that stands there ${found} times: name one that stands there once`,
    );
    this.name = 'StaleFault';
  }
}

/** `webhooks` for src/webhooks/webhook-claims.ts. */
export function roomOf({ file }: SeededFault): string {
  return file.split('/')[1] ?? '';
}

/** Whether the piece stands in the text just once. */
export function isIn({ right }: SeededFault, text: string): boolean {
  return text.split(right).length === 2;
}

/**
 * The text of the file with the fault in it.
 *
 * @throws StaleFault when the piece is not there just once
 */
export function seeded(fault: SeededFault, text: string): string {
  const parts = text.split(fault.right);
  if (parts.length !== 2) throw new StaleFault(fault, parts.length - 1);
  return parts.join(fault.wrong);
}
