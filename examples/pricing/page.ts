import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Laboratory, renderReport, reportHandler } from 'labcoat';
import { listen, stop } from './loopback.js';

export interface LivePage {
  readonly url: string;
  stop(): Promise<void>;
}

/** Writes the page to a folder of its own; answers its path. */
export function writePage(lab: Laboratory): string {
  const path = join(mkdtempSync(join(tmpdir(), 'labcoat-')), 'pricing.html');
  writeFileSync(path, renderReport(lab.reports()));
  return path;
}

/** The same page live, to look at while orders are replayed. On the loopback interface, where nobody else reaches it. */
export async function servePage(lab: Laboratory): Promise<LivePage> {
  const server = createServer(reportHandler(lab, { refreshMs: 1_000 }));
  return { url: await listen(server), stop: () => stop(server) };
}
