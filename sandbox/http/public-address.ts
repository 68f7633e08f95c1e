/** Where people's browsers reach the sandbox; known once it listens, when no other was given. */
export class PublicAddress {
  #base: string;

  constructor(
    private readonly given: string | undefined,
    port: number,
  ) {
    this.#base = given?.replace(/\/+$/, '') ?? `http://127.0.0.1:${port}`;
  }

  listensAt(url: string): void {
    if (this.given === undefined) this.#base = url;
  }

  /** @param path begins with a slash */
  at(path: string): string {
    return this.#base + path;
  }
}
