import type { Flight, Flights } from '../types/run.js';

/** Trials in flight, each linked to the next: a Set would cost a hash for each of them. */
export class FlightList implements Flights {
  size = 0;
  #oldest: Flight | undefined;
  #newest: Flight | undefined;

  add(flight: Flight): void {
    this.size += 1;
    flight.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = flight;
    else this.#newest.newer = flight;
    this.#newest = flight;
  }

  /** It has to be among them. */
  delete(flight: Flight): void {
    this.size -= 1;
    const { older, newer } = flight;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    // Something may hold on to the one, and must not hold on to the others.
    flight.older = undefined;
    flight.newer = undefined;
  }

  /** The oldest first. */
  *[Symbol.iterator](): Iterator<Flight> {
    for (let flight = this.#oldest; flight !== undefined; flight = flight.newer) yield flight;
  }
}
