import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { launch } from '../../test/present/browser.js';

// npm run pictures: takes the README's pictures anew, from a run of the demo as it is now. Needs Chromium.
const HERE = import.meta.dirname;
const ROOT = join(HERE, '../..');

const said = execFileSync('npm', ['run', '--silent', 'demo'], { cwd: ROOT, encoding: 'utf8' });
const browser = await launch();
await takePage(browser, /\S+\/pricing\.html/.exec(said)?.[0] as string);
await takeTerminal(browser, said);
await browser.close();

async function takePage(browser: Browser, path: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1_180, height: 1_000 } });
  await page.goto(pathToFileURL(path).href);
  await page.screenshot({ path: join(HERE, 'report.png') });
}

/** From the counts to the slowest quote: the part that a person came for. */
async function takeTerminal(browser: Browser, said: string): Promise<void> {
  const text = said.slice(said.indexOf('  What happened'), said.indexOf('  What to conclude')).trimEnd();
  const page = await browser.newPage({ viewport: { width: 760, height: 600 } });
  await page.setContent(
    `<pre style="font: 14px/1.45 monospace; margin: 0; padding: 18px 8px; background: #16181d; color: #e6e6e1"></pre>`,
  );
  await page.locator('pre').evaluate((pre, shown) => {
    pre.textContent = shown;
  }, text);
  await page.locator('pre').screenshot({ path: join(HERE, 'terminal.png') });
}
