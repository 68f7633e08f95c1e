import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { newPage } from './browser.js';
import { ADMIN_KEY, type RunningEngine } from './running-engine.js';

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

export interface AdminPage {
  readonly page: Page;
  /** Everything that the browser complained of: the page must need nothing that its policy forbids. */
  readonly complaints: string[];
}

/** The admin page as nobody sees it yet. */
export async function openAdmin(
  engine: RunningEngine,
  path = '/',
  options: BrowserContextOptions = {},
): Promise<AdminPage> {
  const page = await newPage(options);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${engine.url}/admin${path === '/' ? '' : path}`);
  return { page, complaints };
}

/** The admin page, signed in by its form. */
export async function signedInAdmin(
  engine: RunningEngine,
  path = '/',
  options: BrowserContextOptions = {},
): Promise<AdminPage> {
  const opened = await openAdmin(engine, path, options);
  await signIn(opened.page, ADMIN_KEY);
  await opened.page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return opened;
}

export async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key').last().fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Waits until the page is told of changes as they happen. */
export function live(page: Page): Promise<void> {
  return page.getByText('Updates: Live').waitFor();
}

/**
 * What axe finds serious or critical, as lines to read: the rule, and where.
 * Source: https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
 */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Past the page's own policy, which lets no script in: as the browser's developer tools would.
  const devtools = await page.context().newCDPSession(page);
  const run = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await run(`${AXE}; undefined`);
  const found = await run(
    `axe.run(document).then(({ violations, passes }) => ({
      rules: passes.length,
      faults: violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.target.join(' ') + ' ' + node.failureSummary)),
    }))`,
  );
  await devtools.detach();
  const { rules, faults } = found as { rules: number; faults: string[] };
  if (rules === 0) throw new Error('axe looked at nothing');
  return faults;
}
