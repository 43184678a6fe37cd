import { refuse } from '../refuse.js';

/**
 * At which calls something happens: at all, at a share of them (0 to 1, spread evenly and not by chance), at those of a
 * list in turn (and none after it), or at those for which a function of their number, from 0, says so.
 */
export type Schedule = boolean | number | readonly boolean[] | ((call: number) => boolean);

/** Whether it happens at a call. */
export function scheduled(schedule: Schedule | undefined, call: number): boolean {
  if (schedule === undefined || typeof schedule === 'boolean') return schedule === true;
  if (typeof schedule === 'number') return Math.floor((call + 1) * schedule) > Math.floor(call * schedule);
  return typeof schedule === 'function' ? schedule(call) : schedule[call] === true;
}

export function checkSchedule(name: string, schedule: unknown): void {
  if (schedule === undefined || typeof schedule === 'boolean' || typeof schedule === 'function') return;
  if (typeof schedule === 'number' && schedule >= 0 && schedule <= 1) return;
  if (Array.isArray(schedule) && schedule.every((one) => typeof one === 'boolean')) return;
  refuse(
    `sabotage: ${name} `,
    schedule,
    'give true, a share of the calls from 0 to 1, a list of true and false, or a function',
  );
}
