/** Where people's browsers reach the sandbox; known once it listens, when no other was given. */
export class PublicAddress {
  readonly #given: string | undefined;
  #own: string;

  constructor(given: string | undefined, port: number) {
    this.#given = given?.replace(/\/+$/, '');
    this.#own = `http://127.0.0.1:${port}`;
  }

  listensAt(url: string): void {
    this.#own = url;
  }

  /** @param path begins with a slash */
  at(path: string): string {
    return (this.#given ?? this.#own) + path;
  }

  /** For WebSockets of programs on this machine, which go straight to where it listens. */
  webSocketAt(path: string): string {
    return this.#own.replace(/^http/, 'ws') + path;
  }
}
