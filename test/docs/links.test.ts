import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, readPages } from './pages.js';

const pages = readPages();
const INDEX = 'docs/README.md';

describe('a link in README, docs and the examples', () => {
  it.each([...pages.keys()])('of %s leads somewhere', (page) => {
    expect(links(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  it('leads to every page of docs, from the index of docs', () => {
    const listed = new Set([INDEX, ...targets(INDEX)]);
    const docs = [...pages.keys()].filter((page) => page.startsWith('docs/'));
    expect(docs.filter((page) => !listed.has(page))).toEqual([]);
    expect(targets('README.md')).toContain(INDEX);
  });
});

/** What is between the parentheses of a link or a picture, outside of code. */
function links(page: string): string[] {
  const text = (pages.get(page) ?? '').replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link as string);
}

function leadsSomewhere(page: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return /^(https:\/\/|mailto:)/.test(link);
  const [path, anchor] = link.split('#') as [string, string | undefined];
  const target = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchors(target).includes(anchor);
}

function targets(page: string): string[] {
  return links(page)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => normalize(join(dirname(page), (link.split('#')[0] ?? '') || '.')))
    .filter((target) => pages.has(target));
}

/** The headings of a page, as GitHub makes anchors of them. */
function anchors(page: string): string[] {
  return [...(pages.get(page) ?? '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}
