import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport, reportHandler } from '../../src/index.js';
import { CHROMIUM, launch, WITHOUT_CHROMIUM } from './browser.js';
import { differing, everything, minutely, reportOf } from './reports.js';

const NAME = `the page in a real browser (${WITHOUT_CHROMIUM})`;
const EVIL =
  '</title></style></svg><script>alert(1)</script><img src="http://127.0.0.1:9/x" onerror=alert(2)>';

describe.skipIf(CHROMIUM === undefined)(NAME, { timeout: 60_000 }, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await launch();
    folder = mkdtempSync(join(tmpdir(), 'labcoat-page-'));
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens it from disk, as a user does. */
  async function fromDisk(html: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Visit> {
    const file = join(folder, `${Math.random()}.html`);
    writeFileSync(file, html);
    const url = pathToFileURL(file).href;
    const visit = await visiting(await browser.newPage(options), url);
    await visit.page.goto(url);
    return visit;
  }

  it('opens from disk without an error in the console and without asking anybody for anything', async () => {
    const { page, heard } = await fromDisk(renderReport(everything()));
    expect(await page.locator('article').count()).toBe(4);
    expect(await page.locator('.answer').allTextContents()).toEqual([
      'ready Switch.',
      'not ready Do not switch.',
      'undecided Not yet.',
      'undecided Not yet.',
    ]);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('runs nothing that a value has smuggled in, and asks for nothing', async () => {
    const run = { [EVIL]: EVIL, text: EVIL };
    const report = differing({ owner: EVIL, control: () => run, candidate: () => ({ ...run, text: '<b>' }) });
    const { page, heard } = await fromDisk(renderReport({ ...report, experiment: EVIL }));
    expect(await page.locator('img, script, b').count()).toBe(0);
    expect(await page.locator('h2').textContent()).toContain('<script>alert(1)</script>');
    expect(heard).toEqual([]);
    await page.close();
  });

  it('would run nothing even if it were not escaped', async () => {
    const smuggled = renderReport(differing()).replace(
      '<main',
      '<script>document.title = "run"</script><main',
    );
    const { page, heard } = await fromDisk(smuggled);
    expect(await page.title()).toBe('pricing.quote · labcoat');
    expect(heard.join()).toContain('Content Security Policy');
    await page.close();
  });

  it('says within the first screen whether to switch and why', async () => {
    for (const viewport of [
      { width: 1280, height: 720 },
      { width: 390, height: 844 },
    ]) {
      const { page } = await fromDisk(renderReport(differing()), { viewport });
      for (const selector of ['.answer', '.why', '.ruler', '.figures div:first-child']) {
        const box = await page.locator(selector).boundingBox();
        expect((box?.y ?? 1e9) + (box?.height ?? 0)).toBeLessThan(viewport.height);
      }
      await page.close();
    }
  });

  it.each([320, 390, 768, 1280])('is never wider than a window of %d pixels', async (width) => {
    const name = 'oneLongNameWithoutAnyBreak'.repeat(4).slice(0, 100);
    const reports = [...everything(), differing(), differing({ name, owner: name })];
    const { page } = await fromDisk(renderReport(reports), { viewport: { width, height: 700 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.close();
  });

  it.each(['light', 'dark'] as const)(
    'can be read in %s: every text stands out from what is behind it',
    async (colorScheme) => {
      const { page } = await fromDisk(renderReport([...everything(), differing()]), { colorScheme });
      expect(await page.evaluate(faintTexts)).toEqual([]);
      const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      expect(paper).toBe(colorScheme === 'light' ? 'rgb(252, 251, 249)' : 'rgb(19, 22, 26)');
      await page.close();
    },
  );

  it('can be used with a keyboard: everything that folds or scrolls is reached, and seen to be', async () => {
    const { page } = await fromDisk(renderReport(differing()));
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the experiments');
    await page.keyboard.press('Enter');
    const reached = new Set<string>();
    for (let each = 0; each < 40; each++) {
      await page.keyboard.press('Tab');
      const [name, outline] = await page.evaluate(() => {
        const active = document.activeElement as HTMLElement;
        return [active.localName, getComputedStyle(active).outlineStyle];
      });
      if (name === 'body') break;
      reached.add(name as string);
      expect(outline).toBe('solid');
    }
    expect([...reached].sort()).toEqual(['div', 'summary']);
    const shape = page.locator('details.shape').first();
    await shape.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await shape.getAttribute('open')).toBeNull();
    await page.close();
  });

  it('is told to a screen reader: landmarks, headings in order, and a name for every picture and table', async () => {
    const { page } = await fromDisk(renderReport([...everything(), differing()]));
    const levels = await page
      .locator('h1, h2, h3')
      .evaluateAll((all) => all.map(({ localName }) => localName));
    expect(levels[0]).toBe('h1');
    expect(levels.join(' ')).not.toContain('h1 h3');
    const pictures = await page.getByRole('img').count();
    expect(pictures).toBeGreaterThan(8);
    expect(await page.getByRole('img', { name: /\w/ }).count()).toBe(pictures);
    expect(await page.locator('svg:not([role="img"])').count()).toBe(0);
    // Bars say the number beside them once more.
    for (const role of ['meter', 'progressbar'] as const) expect(await page.getByRole(role).count()).toBe(0);
    const regions = await page.getByRole('region').count();
    expect(await page.getByRole('region', { name: /\w/ }).count()).toBe(regions);
    expect(
      await page.evaluate(() => new Set([...document.querySelectorAll('[id]')].map(({ id }) => id)).size),
    ).toBe(await page.locator('[id]').count());
    await page.close();
  });

  it('prints: light, on paper, with nothing cut off', async () => {
    const { page } = await fromDisk(renderReport(differing()), {
      colorScheme: 'dark',
      viewport: { width: 700, height: 900 },
    });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });

  it('opens with ten megabytes in a value as quickly as without', async () => {
    const long = 'x'.repeat(1e7);
    const report = differing({ control: () => ({ text: long }), candidate: () => ({ text: `${long}y` }) });
    const { page, heard } = await fromDisk(renderReport(report));
    expect(await page.locator('h2').textContent()).toBe('pricing.quote');
    expect(heard).toEqual([]);
    await page.close();
  });

  describe('served live', () => {
    const bench = minutely();
    let server: Server;
    let url: string;
    beforeAll(async () => {
      reportOf({ ...DIFFERS, runs: 50 }, bench);
      server = createServer(reportHandler(bench.lab, { refreshMs: 1_000 }));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    });
    afterAll(() => void server.close());

    it('takes up new counts without losing the place: focus, scroll, selection and what is folded', async () => {
      const { page, heard } = await visiting(
        await browser.newPage({ viewport: { width: 1000, height: 500 }, reducedMotion: 'reduce' }),
        url,
      );
      await page.clock.install();
      await page.goto(url);
      const shape = page.locator('details.shape').first();
      await shape.locator('summary').focus();
      await page.keyboard.press('Enter');
      await page.evaluate(() => getSelection()?.selectAllChildren(document.querySelector('h2') as Element));
      const place = await page.evaluate(() => scrollY);
      expect(place).toBeGreaterThan(100);
      reportOf({ ...DIFFERS, runs: 20 }, bench);
      await page.clock.runFor(1_000);
      await page.locator('.figures', { hasText: 'of 70 calls' }).waitFor();
      expect(await shape.getAttribute('open')).toBeNull();
      expect(await page.evaluate(() => document.activeElement?.localName)).toBe('summary');
      expect(await page.evaluate(() => scrollY)).toBe(place);
      expect(await page.evaluate(() => getSelection()?.toString())).toBe('pricing.quote');
      expect(heard).toEqual([]);
      await page.close();
    });

    it('keeps what is folded where another experiment comes to stand above it', async () => {
      const { page } = await visiting(await browser.newPage(), url);
      await page.clock.install();
      await page.goto(url);
      await page.locator('details.shape summary').first().click();
      reportOf({ name: 'a.ready.one', runs: 3600, goal: { dwellMs: 0 } }, bench);
      await page.clock.runFor(1_000);
      await page.locator('.answer', { hasText: 'ready Switch.' }).waitFor();
      expect(await page.locator('article').count()).toBe(2);
      expect(await page.locator('h1').textContent()).toBe('Experiments');
      expect(await page.locator('details.shape').first().getAttribute('open')).toBeNull();
      await page.close();
    });

    it('says so when the connection is lost, and when it is back', async () => {
      const { page } = await visiting(await browser.newPage(), url);
      await page.clock.install();
      await page.goto(url);
      await page.route('**/*', (route) => route.abort());
      await page.clock.runFor(1_000);
      await page.getByRole('status').getByText('Connection lost').waitFor();
      expect(await page.locator('article').count()).toBe(2);
      await page.unroute('**/*');
      await page.clock.runFor(1_000);
      await expect.poll(() => page.getByRole('status').textContent()).toBe('');
      await page.close();
    });
  });
});

const DIFFERS = { control: () => ({ a: 1 }), candidate: (run: number) => ({ a: run % 5 === 0 ? 2 : 1 }) };

interface Visit {
  readonly page: Page;
  /** What it wrote to the console or failed with, and whom it asked that it should not have. */
  readonly heard: string[];
}

async function visiting(page: Page, url: string): Promise<Visit> {
  const heard: string[] = [];
  page.on('console', (message) => heard.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => heard.push(String(error)));
  page.on('dialog', (dialog) => heard.push(dialog.message()));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) heard.push(request.url());
  });
  return { page, heard };
}

/** The texts whose contrast is below 4.5, as WCAG 2.2 counts it. Runs in the page. */
function faintTexts(): string[] {
  const rgb = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([r = 0, g = 0, b = 0]: number[]) => {
    const [x, y, z] = [r, g, b]
      .map((each) => each / 255)
      .map((each) => (each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * (x as number) + 0.7152 * (y as number) + 0.0722 * (z as number);
  };
  const behind = (element: Element | null): number[] => {
    if (element === null) return [255, 255, 255];
    const colour = rgb(getComputedStyle(element).backgroundColor);
    return colour.length === 4 && colour[3] === 0 ? behind(element.parentElement) : colour;
  };
  const faint = new Set<string>();
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
    if (!own || element.localName === 'title' || element.localName === 'desc') continue;
    const style = getComputedStyle(element);
    const text = rgb(element instanceof SVGElement ? style.fill : style.color);
    const [high, low] = [luminance(text), luminance(behind(element))].sort((one, other) => other - one) as [
      number,
      number,
    ];
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5)
      faint.add(
        `${element.localName}.${element.getAttribute('class')} ${contrast.toFixed(2)} ${style.color}`,
      );
  }
  return [...faint];
}
