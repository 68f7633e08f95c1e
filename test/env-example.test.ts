import { readFileSync } from 'node:fs';
import { ENVIRONMENT_NAMES } from '../src/environment-variables.js';

/** The variables of .env.example, with the default that each one shows. */
function shownInExample(): Map<string, string> {
  const lines = readFileSync('.env.example', 'utf8').matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm);
  return new Map([...lines].map(([, name = '', value = '']) => [name, value]));
}

/** The variables of the table under "Configuration" in README.md, with the default that each one shows. */
function shownInReadme(): Map<string, string> {
  const section = readFileSync('README.md', 'utf8')
    .split(/^## /m)
    .find((part) => part.startsWith('Configuration\n'));
  const rows = (section ?? '').matchAll(/^\| `([A-Z][A-Z0-9_]*)` +\| ([^|]*?) *\|/gm);
  return new Map([...rows].map(([, name = '', value = '']) => [name, value]));
}

const sorted = (names: Iterable<string>) => [...names].sort();

test('.env.example shows every variable of the configuration and no other', () => {
  expect(sorted(shownInExample().keys())).toEqual(sorted(ENVIRONMENT_NAMES));
});

test('the table of README.md shows every variable of the configuration and no other', () => {
  expect(sorted(shownInReadme().keys())).toEqual(sorted(ENVIRONMENT_NAMES));
});

test('every variable of .env.example is commented out, so that a copy changes nothing', () => {
  expect(readFileSync('.env.example', 'utf8')).not.toMatch(/^[A-Z]/m);
});

test('.env.example and the table of README.md show the same defaults', () => {
  const readme = shownInReadme();
  for (const [name, value] of shownInExample()) {
    if (value !== '') expect([name, readme.get(name)]).toEqual([name, `\`${value}\``]);
  }
});
