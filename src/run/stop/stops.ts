import { KillSwitch } from '../../decide/kill-switch.js';
import type { Cause } from '../../types/guard.js';
import type { Change, ChangeEvent, ControlSource, Directive, Note, Trip } from '../../types/index.js';
import type { State } from '../../types/run.js';
import { abortAll, abortStopped } from './abort.js';
import { Audit, inWords, signed, wordsFor } from './audit.js';
import { startAgain } from './ramp-counts.js';
import { Rates } from './rates.js';
import { sentence } from './trip-sentence.js';

/** Who stops what is stopped by a call of `kill`. No control source has a blank name. */
const CODE = '';

/** What stops need of the laboratory that they are in. */
export interface Premises {
  readonly states: ReadonlyMap<string, State>;
  /** Milliseconds since the epoch, or NaN where the clock failed, which is told. Never throws. */
  now(): number;
  /** Tells publishers and listeners. */
  announce(change: Change): void;
}

/** Everything that stops experiments or sets their rates, by hand or by evidence, and the trail of it. */
export class Stops {
  readonly #premises: Premises;
  readonly #killSwitch = new KillSwitch();
  /** Rates set from outside, of experiments known already or not. */
  readonly #rates = new Rates();
  readonly #audit = new Audit();

  constructor(premises: Premises) {
    this.#premises = premises;
  }

  /** Puts what was said before it was known into force for a new experiment. */
  admit(state: State): void {
    state.override = this.#rates.of(state.name);
    this.#killSwitch.apply(state);
    state.changes.push(...this.#audit.of(state.name));
  }

  /** Nothing starts from now on, and what is in flight ends. */
  kill(name: string, note: Note): void {
    const before = this.#conditionOf(name);
    this.#killSwitch.kill(name, CODE);
    this.#apply('killed');
    this.#tell('killed', name, { from: before, to: 'killed', ...signed(note) });
  }

  /** By its name, an experiment that a guardrail has stopped starts afresh too. */
  revive(name: string, note: Note): void {
    const before = this.#conditionOf(name);
    this.#killSwitch.revive(name, CODE);
    const state = this.#premises.states.get(name);
    if (state?.trip !== undefined) {
      state.trip = undefined;
      state.forgiven = state.stuck;
      // It has to earn its rate again.
      startAgain(state);
      state.guard?.restart();
      state.legacy?.forgive();
    }
    this.#apply('killed');
    this.#tell('revived', name, { from: before, to: this.#conditionOf(name), ...signed(note) });
  }

  /** @param rate undefined takes back what was set before */
  override(name: string, rate: number | undefined, note: Note): void {
    const state = this.#premises.states.get(name);
    const before = this.#rates.of(name) ?? state?.rate;
    this.#rates.set(name, CODE, rate);
    if (state !== undefined) state.override = this.#rates.of(name);
    this.#tell('overridden', name, {
      ...(before !== undefined && { from: before }),
      to: rate ?? 'as defined',
      ...signed(note),
    });
  }

  /** What a control source wants of an experiment, or of all, instead of what it wanted before. */
  direct(name: string, directive: Directive, was: Directive, source: string): void {
    const { isStopped, rate, reason } = directive;
    if (isStopped === true) this.#killSwitch.kill(name, source);
    else this.#killSwitch.revive(name, source);
    this.#rates.set(name, source, rate);
    for (const state of this.#premises.states.values()) state.override = this.#rates.of(state.name);
    this.#apply('killed');
    this.#tell('control-changed', name, {
      from: wordsFor(was),
      to: wordsFor(directive),
      by: source,
      ...(reason !== undefined && { reason }),
    });
  }

  /** What a control source says of single calls has changed. What is in flight and stopped now ends. */
  redirect(
    name: string,
    what: { readonly from: string; readonly to: string; readonly reason?: string | undefined } | undefined,
    { name: by, direct }: ControlSource,
  ): void {
    const state = this.#premises.states.get(name);
    if (state !== undefined) abortStopped(state, (context) => direct?.(name, context));
    if (what === undefined) return;
    const { from, to, reason } = Object(what) as typeof what;
    this.#tell('control-changed', name, { ...inWords({ from, to, reason }), by });
  }

  /** A guardrail has seen enough. */
  trip(state: State, cause: Cause): void {
    if (state.stop !== undefined) return;
    const trip = { ...cause, at: this.#now() };
    state.trip = trip;
    this.#killSwitch.apply(state);
    abortAll(state, 'tripped');
    const by = `the ${cause.guardrail} guardrail`;
    const reason = sentence(trip);
    this.#tell('tripped', state.name, { at: trip.at, from: 'running', to: 'guardrail', by, reason, trip });
  }

  /** A ramp has taken a step. */
  climbed(
    move: 'advance' | 'step-down',
    { name }: State,
    what: { readonly from: number; readonly to: number; readonly reason: string },
  ): void {
    this.#tell(move === 'advance' ? 'advanced' : 'stepped-down', name, { ...what, by: 'the ramp' });
  }

  /** What a guardrail has stopped before a restart stays stopped. */
  reinstate(state: State, trip: Trip | undefined): void {
    state.trip = trip;
    this.#killSwitch.apply(state);
  }

  /** The first call after its time was over. */
  expire(state: State): void {
    if (state.hasExpired) return;
    state.hasExpired = true;
    const reason = `expired at ${new Date(state.expiresAt).toISOString()}`;
    this.#tell('expired', state.name, { from: 'running', to: 'expired', by: 'the option expires', reason });
  }

  #apply(reason: 'killed'): void {
    for (const state of this.#premises.states.values()) {
      this.#killSwitch.apply(state);
      if (state.stop === 'killed') abortAll(state, reason);
    }
  }

  #conditionOf(name: string): string {
    const stop = this.#premises.states.get(name)?.stop;
    return stop ?? (this.#killSwitch.isKilled(name) ? 'killed' : 'running');
  }

  #tell(event: ChangeEvent, experiment: string, what: Partial<Change>): void {
    const change: Change = { event, experiment, at: this.#now(), ...what };
    this.#audit.add(change, this.#premises.states);
    this.#premises.announce(change);
  }

  // What was changed is worth knowing also where the clock has failed, and a file has no NaN.
  #now(): number {
    const at = this.#premises.now();
    return Number.isNaN(at) ? Date.now() : at;
  }
}
