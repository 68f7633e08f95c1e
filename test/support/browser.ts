import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { cleanup } from './cleanup.js';

const SCREENSHOTS = 'screenshots';

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A test that needs a browser. Where there is none it is skipped, and says so in its name; on a CI server, where the
 * environment has CI, it fails instead.
 */
export const browserTest =
  executable() || process.env.CI
    ? test
    : (name: string, ..._rest: unknown[]) =>
        test.skip(`${name} (skipped: no Chromium or Chrome; CHROMIUM_PATH names one)`, () => undefined);

let launched: Promise<Browser> | undefined;

/** A fresh page without cookies, in one headless Chromium for the whole test file, which ends with it. */
export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  launched ??= launch();
  const context = await (await launched).newContext(options);
  context.setDefaultTimeout(10_000);
  return context.newPage();
}

/** Keeps what the page shows as `screenshots/<name>.png`, for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

function launch(): Promise<Browser> {
  const executablePath = executable();
  if (executablePath === undefined) throw new Error('No Chromium or Chrome was found; CHROMIUM_PATH says where it is');
  const starting = chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  cleanup(async () => (await starting).close());
  return starting;
}

function executable(): string | undefined {
  return process.env.CHROMIUM_PATH ?? BROWSERS.find((path) => existsSync(path));
}
