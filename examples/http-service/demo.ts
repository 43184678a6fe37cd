import { type Check, page, stops, telemetry, users, verdicts } from './checks.js';
import { EXPERIMENT } from './service.js';
import { firstVersion, type Scene, secondVersion } from './session.js';
import { startTelemetry } from './telemetry.js';

/** Plays the session, and answers the exit code. */
export async function demo(write: (text: string) => unknown): Promise<number> {
  const sdk = await startTelemetry();
  const scenes: Scene[] = [];
  const tell = (scene: Scene) => {
    scenes.push(scene);
    write(told(scene));
  };

  const first = await firstVersion(tell);
  const firstReport = first.lab.report(EXPERIMENT);
  await first.stop();
  const second = await secondVersion(tell);
  const secondReport = second.lab.report(EXPERIMENT);

  const checks = [
    users(scenes),
    ...stops(scenes, firstReport),
    verdicts(firstReport, secondReport),
    await page(second.service),
    ...telemetry([firstReport, secondReport], await sdk.scrape(), sdk.spans()),
  ];
  write(`What had to hold\n${checks.map(line).join('')}`);
  await second.stop();
  await sdk.stop();
  return checks.every(({ holds }) => holds) ? 0 : 1;
}

function told({ title, said, seen, trials }: Scene): string {
  const counts = `  ${seen.requests} requests, ${seen.right} answered as ever, ${trials} on trial\n`;
  return `${title}\n${counts}${said === '' ? '' : `  ${said}\n`}\n`;
}

function line({ claim, holds, evidence }: Check): string {
  return `  ${holds ? '✓' : '✗'} ${claim}: ${evidence}\n`;
}
