import { type ReactNode, useEffect, useRef, useState } from 'react';

/** Typing is over when nothing came for so long. */
const TYPED_MS = 300;

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Searches as one types; Enter searches at once. */
export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    // The address changed otherwise, by "clear" or by the way back.
    if (value !== sent.current) {
      sent.current = value;
      setTyped(value);
    }
  }, [value]);
  useEffect(() => {
    if (typed.trim() === sent.current) return;
    const timer = setTimeout(() => send(typed), TYPED_MS);
    return () => clearTimeout(timer);
  });

  function send(text: string): void {
    sent.current = text.trim();
    onChange(text.trim());
  }

  return (
    <label className="filter filter-search">
      <span>{label}</span>
      <input
        type="search"
        value={typed}
        placeholder={placeholder}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(typed);
        }}
      />
    </label>
  );
}

interface FilterSelectProps {
  readonly label: string;
  readonly value: string;
  /** Value and text; the empty value is "all". */
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
  /** Where the place says what it is, only screen readers are told the label. */
  readonly isCompact?: boolean;
}

export function FilterSelect({ label, value, options, onChange, isCompact = false }: FilterSelectProps) {
  return (
    <label className="filter">
      <span className={isCompact ? 'visually-hidden' : undefined}>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface FilterBarProps {
  readonly children: ReactNode;
  readonly isEmpty: boolean;
  readonly onClear: () => void;
}

export function FilterBar({ children, isEmpty, onClear }: FilterBarProps) {
  return (
    <search className="filter-bar">
      {children}
      {isEmpty ? null : (
        <button type="button" className="link" onClick={onClear}>
          Clear the filters
        </button>
      )}
    </search>
  );
}
