import type { Story } from './story.js';

const LEAD = 50;

/** Lets time go on at the ledger before events are delivered: Stripe is ahead of its deliveries, here by one to two times LEAD events. */
export class LedgerClock {
  readonly #told = new Map<number, Promise<unknown>>();

  constructor(
    private readonly ledgerUrl: string,
    private readonly story: Story,
  ) {}

  /** Resolves once the event at this place has happened at the ledger. */
  reach(place: number): Promise<unknown> {
    const lead = Math.floor(place / LEAD);
    void this.#tell(lead + 1);
    return this.#tell(lead);
  }

  #tell(lead: number): Promise<unknown> {
    const known = this.#told.get(lead);
    if (known) return known;
    const { events, options } = this.story;
    const place = Math.min((lead + 1) * LEAD, events.length);
    const told = fetch(`${this.ledgerUrl}/bench/${options.name}/${place}`, { method: 'POST' }).then((answer) =>
      answer.text(),
    );
    this.#told.set(lead, told);
    return told;
  }
}
