import { useState } from 'react';
import { applyTheme, readTheme, type Theme } from './theme';

const LABELS: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' };

export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme);

  function choose(chosen: Theme): void {
    applyTheme(chosen);
    setTheme(chosen);
  }

  return (
    <label className="theme-switch">
      <span>Theme</span>
      <select value={theme} onChange={(event) => choose(event.target.value as Theme)}>
        {Object.entries(LABELS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
