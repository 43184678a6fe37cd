import { laboratory } from 'labcoat';
import { spreadOf } from './measure.js';
import { UNPROTECTED } from './subjects.js';

const MEBIBYTE = 2 ** 20;

/** The heap after a warm-up of trials whose candidate hangs, and after so many more, in MiB. */
export async function memoryWithHangingCandidate(trials: number): Promise<{ before: number; after: number }> {
  const lab = laboratory({ publishers: [], onFault: () => {} });
  const run = lab
    .experiment('hangs', { guardrails: false, maxInFlight: 1_000, timeoutMs: 1 })
    .use(() => 1)
    .try(() => new Promise<number>(() => {}))
    .wrap();
  const until = async (count: number) => {
    while (lab.report('hangs').trials < count) {
      for (let call = 0; call < 1_000; call++) run();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await lab.drain();
    globalThis.gc?.();
    return process.memoryUsage().heapUsed / MEBIBYTE;
  };
  const before = await until(trials / 10);
  return { before, after: await until(trials) };
}

/** What a trial costs in a laboratory of 1 000 experiments once it has so many behind it, in times of what it cost. */
export function costBehind(trials: number): number {
  const lab = laboratory({ publishers: [] });
  const all = Array.from({ length: 1_000 }, (_, index) =>
    lab
      .experiment(`experiment ${index}`, UNPROTECTED)
      .use((n: number) => n * 2)
      .try((n) => n + n)
      .wrap(),
  );
  let input = 0;
  const nsOfSome = () => {
    const start = performance.now();
    for (const run of all) run(input++ & 1023);
    return ((performance.now() - start) * 1e6) / all.length;
  };
  const look = () => spreadOf(Array.from({ length: 100 }, nsOfSome)).least;
  // Until the engine is done with it.
  for (let turn = 0; turn < 300; turn++) nsOfSome();
  const atTheStart = look();
  for (let done = 400_000; done < trials; done += all.length) nsOfSome();
  return look() / atTheStart;
}
