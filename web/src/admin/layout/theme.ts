export type Theme = 'system' | 'light' | 'dark';

const PLACE = 'revenue-engine-theme';

export function readTheme(): Theme {
  const stored = localStorage.getItem(PLACE);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Shows the theme now and on later visits; `system` follows prefers-color-scheme. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(PLACE);
  } else {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(PLACE, theme);
  }
}
