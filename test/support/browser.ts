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
  const starting = chromium.launch({
    executablePath: executable(),
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

function executable(): string {
  const found = process.env.CHROMIUM_PATH ?? BROWSERS.find((path) => existsSync(path));
  if (found === undefined) throw new Error('These tests need Chromium or Chrome; CHROMIUM_PATH says where it is');
  return found;
}
