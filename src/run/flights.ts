import type { Flight, Flights } from '../types/run.js';

/** Trials in flight, each linked to those beside it: a Set would cost a hash for each of them. */
export class FlightList implements Flights {
  size = 0;
  #newest: Flight | undefined;

  add(flight: Flight): void {
    this.size += 1;
    flight.older = this.#newest;
    if (this.#newest !== undefined) this.#newest.newer = flight;
    this.#newest = flight;
  }

  /** It has to be among them. The other one is as old. */
  replace(flight: Flight, by: Flight): void {
    const { older, newer } = flight;
    by.older = older;
    by.newer = newer;
    if (older !== undefined) older.newer = by;
    if (newer === undefined) this.#newest = by;
    else newer.older = by;
    flight.older = undefined;
    flight.newer = undefined;
  }

  /** It has to be among them. */
  delete(flight: Flight): void {
    this.size -= 1;
    const { older, newer } = flight;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    if (older !== undefined) older.newer = newer;
    // Something may hold on to the one, and must not hold on to the others.
    flight.older = undefined;
    flight.newer = undefined;
  }

  get oldest(): Flight | undefined {
    let oldest = this.#newest;
    while (oldest?.older !== undefined) oldest = oldest.older;
    return oldest;
  }

  /** The oldest first, of those that are in flight when it is asked for. */
  [Symbol.iterator](): Iterator<Flight> {
    const flights: Flight[] = [];
    for (let flight = this.#newest; flight !== undefined; flight = flight.older) flights.push(flight);
    return flights.reverse().values();
  }
}
