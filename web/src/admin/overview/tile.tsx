interface TileProps {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
  readonly tone?: 'calm' | 'warn';
  readonly strong?: boolean;
}

/** One figure. */
export function Tile({ name, value, note, tone = 'calm', strong = false }: TileProps) {
  return (
    <li className={`card tile tile-${tone}${strong ? ' tile-strong' : ''}`}>
      <span className="tile-name">{name}</span>
      <strong className="tile-value">{value}</strong>
      {note ? <span className="tile-note muted">{note}</span> : null}
    </li>
  );
}
