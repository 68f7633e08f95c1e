/** Lets in only so many at a time; the others wait in the order in which they came. */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(private readonly most: number) {}

  /** Whoever has entered must leave. */
  async enter(): Promise<void> {
    if (this.#inside >= this.most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#inside += 1;
  }

  /** The place of whoever leaves goes to the next. */
  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#inside -= 1;
  }
}
