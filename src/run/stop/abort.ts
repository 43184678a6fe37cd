import { NOTHING, readDirective } from '../../decide/directive.js';
import { FAILED, isolateAtOnce } from '../../isolate.js';
import type { Directive } from '../../types/index.js';
import type { State } from '../../types/run.js';

/**
 * Ends all that is in flight. The failures among them have been seen already and the successes have not: evidence that
 * kept the first without the second would not be fair, so it starts afresh.
 */
export function abortAll({ flights, guard }: State, reason: string): void {
  if (flights.size === 0 && reason === 'killed') return;
  guard?.restart();
  for (const flight of [...flights]) flight.abort(reason);
}

/** The same for what is in flight of calls that are stopped now. */
export function abortStopped(
  { name, flights, guard, tell }: State,
  direct: (context: Readonly<Record<string, unknown>>) => Directive | undefined,
): void {
  const stopped = [...flights].filter(({ context }) => {
    const directive = isolateAtOnce(
      (error) => tell('control', error),
      'direct',
      () => readDirective(name, direct(context) ?? NOTHING),
    );
    return directive !== FAILED && directive.isStopped === true;
  });
  if (stopped.length > 0) guard?.restart();
  for (const flight of stopped) flight.abort('killed');
}
