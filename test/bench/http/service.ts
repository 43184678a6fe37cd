import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer } from 'node:http';
import { experiment } from 'labcoat';
import { byHandLater } from '../by-hand.js';
import { byNodeScientistLater, byScientistLater, byTzientistLater } from '../peers.js';
import { nextName } from '../subjects.js';

type Async = (input: number) => Promise<unknown>;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** About 2 ms, as a lookup takes. */
const control: Async = async (input) => {
  await sleep(2);
  return { quote: input, total: input * 3 };
};

const CANDIDATES: Readonly<Record<string, Async>> = {
  slow: async (input) => {
    await sleep(20);
    return { quote: input, total: input * 3 };
  },
  hanging: () => new Promise(() => {}),
  blocking: async (input) => {
    burn(5);
    return { quote: input, total: input * 3 };
  },
  throwing: async () => {
    throw new Error('no');
  },
};

function burn(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** Guardrails would stop the bad candidates within seconds, and then there would be nothing left to measure. */
function byLabcoat(candidate: Async, schedule: 'now' | 'after'): Async {
  return experiment(nextName(), { guardrails: false, schedule, timeoutMs: 1_000 })
    .use(control)
    .try(candidate)
    .wrap();
}

/** As everything runs that is traced: the first storage in a process makes every promise in it dearer. */
function inStorage(behaviour: Async): Async {
  const storage = new AsyncLocalStorage<string>();
  return (input) => storage.run('request', behaviour, input) as Promise<unknown>;
}

/** What the service answers requests by. */
function behaviourOf(subject: string, kind: string): Async {
  const candidate = CANDIDATES[kind] as Async;
  switch (subject) {
    case 'nothing':
      return control;
    case 'burnt elsewhere':
      // The same CPU for each request, but not in its turn.
      return async (input) => {
        setImmediate(burn, 5);
        return control(input);
      };
    case 'by hand':
      return byHandLater(control, candidate, 1);
    case 'by hand in a storage':
      return inStorage(byHandLater(control, candidate, 1));
    case 'labcoat':
      return byLabcoat(candidate, 'now');
    case 'labcoat after':
      return byLabcoat(candidate, 'after');
    case 'tzientist':
      return byTzientistLater(control, candidate, 1);
    case 'scientist':
      return byScientistLater(control, candidate, 1);
    default:
      return byNodeScientistLater(control, candidate, 1);
  }
}

const [subject = 'nothing', kind = 'slow'] = process.argv.slice(2);
const behaviour = behaviourOf(subject, kind);
let served = 0;

const server = createServer(async (request, response) => {
  if (request.url === '/memory') {
    globalThis.gc?.();
    response.end(String(process.memoryUsage().heapUsed));
    return;
  }
  served += 1;
  response.end(JSON.stringify(await behaviour(served)));
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.(address?.port);
});
// It lives as long as who measures it.
process.on('disconnect', () => process.exit());
