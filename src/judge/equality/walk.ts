import { requireLevel } from '../../levels.js';
import type { Manner } from '../comparators/manner.js';
import { below, type Decision, decide, type Places, type Rule } from '../comparators/rule.js';
import { Findings } from '../differences/findings.js';
import { messageOf } from '../differences/message.js';
import type { Outcome } from '../differences/outcome.js';
import { extend, type Place, type Trail, Unreadable } from '../differences/place.js';
import { isObject } from './brand.js';
import type { Contents } from './contents.js';
import { type Glass, polish } from './glass.js';
import { consumable, sealed } from './incomparable.js';
import { type Meeting, Meetings } from './meetings.js';
import { differ } from './primitive.js';
import { Search } from './search.js';
import { sortOf } from './sorts.js';

/** A place that is being looked into. */
interface Frame extends Spot {
  readonly rule: Places;
  readonly contents: Contents;
  readonly meeting: Meeting;
  readonly outer: Frame | undefined;
  readonly depth: number;
}

interface Spot {
  readonly place: Place;
  readonly trail: Trail | undefined;
}

/** Compares two values under a rule. A promise only where a function of the user's answered one. */
export function compareUnder(
  rule: Rule,
  control: unknown,
  candidate: unknown,
  manner: Manner,
  trail?: Trail,
  search: Search = new Search(compareUnder),
): Outcome | Promise<Outcome> {
  return new Walk(manner, search).run(rule, { place: { control, candidate }, trail });
}

/**
 * Walks both values at once, with a stack of its own: how deep they are does not matter. What is inside is produced
 * place by place, so that nothing is read that nobody asks for.
 */
class Walk {
  readonly #manner: Manner;
  readonly #search: Search;
  readonly #findings: Findings;
  readonly #meetings = new Meetings();
  readonly #glasses = new Map<Places, Glass>();
  readonly #pending: Promise<Outcome>[] = [];
  #top: Frame | undefined;

  constructor(manner: Manner, search: Search) {
    this.#manner = manner;
    this.#search = search;
    this.#findings = new Findings(manner.isSearching, () => this.#markDifferent());
  }

  run(rule: Rule, root: Spot): Outcome | Promise<Outcome> {
    this.#visit(root, rule);
    while (this.#top !== undefined && !this.#findings.isEnough()) this.#advance(this.#top);
    return this.#pending.length === 0 ? this.#findings.conclude() : this.#settled();
  }

  #settled(): Promise<Outcome> {
    const settled = Promise.all(this.#pending).then((late) => {
      for (const outcome of late) this.#findings.include(outcome);
      return this.#findings.conclude();
    });
    return watched(settled);
  }

  #advance(frame: Frame): void {
    const found = this.#guard(frame, () => frame.contents.next().value);
    if (found === undefined) {
      this.#top = frame.outer;
      frame.meeting.isOpen = false;
    } else if ('kind' in found) {
      this.#findings.report(frame.trail, found.kind, frame.place, found.reason);
    } else {
      this.#visit({ place: found, trail: extend(frame.trail, found.step) }, below(frame.rule, found.step));
    }
  }

  #visit(spot: Spot, rule: Rule): void {
    if (rule.is === 'omitted') return;
    this.#guard(spot, () => (rule.is === 'places' ? this.#compare(spot, rule) : this.#decide(spot, rule)));
  }

  #compare(spot: Spot, rule: Places): void {
    const { control, candidate } = spot.place;
    if (Unreadable.is(control)) throw control.error;
    if (Unreadable.is(candidate)) throw candidate.error;
    if (isObject(control) && isObject(candidate)) this.#compareObjects(control, candidate, spot, rule);
    else this.#tell(spot, differ(control, candidate, rule.policy));
  }

  #compareObjects(control: object, candidate: object, spot: Spot, rule: Places): void {
    const reason = whyNot(control, candidate);
    const sort = sortOf(control);
    if (reason !== undefined) this.#tell(spot, 'changed', reason);
    else if (!isSameClass(control, candidate) || sortOf(candidate) !== sort) this.#tell(spot, 'type');
    else if (sort.value && !Object.is(sort.value(control), sort.value(candidate)))
      this.#tell(spot, 'changed');
    else if (sort.contents)
      this.#enter(spot, rule, this.#meetings.open(control, candidate, rule), sort.contents);
  }

  #enter(
    { place, trail }: Spot,
    rule: Places,
    meeting: Meeting | undefined,
    look: (control: unknown, candidate: unknown, glass: Glass) => Contents,
  ): void {
    if (meeting === undefined) return;
    const outer = this.#top;
    const depth = (outer?.depth ?? 0) + 1;
    requireLevel(depth, 'compared');
    const contents = look(place.control, place.candidate, this.#glass(rule));
    this.#top = { place, trail, rule, contents, meeting, outer, depth };
  }

  /** One for each rule, and there are as many as somebody wrote. */
  #glass(rule: Places): Glass {
    const glass = this.#glasses.get(rule) ?? polish(rule, this.#manner, this.#search);
    this.#glasses.set(rule, glass);
    return glass;
  }

  #decide({ place, trail }: Spot, rule: Decision): void {
    const outcome = decide(rule, place, trail, (inner, control, candidate, manner = this.#manner) =>
      compareUnder(inner, control, candidate, manner, trail, this.#search),
    );
    if (outcome instanceof Promise) this.#pending.push(watched(outcome));
    else this.#findings.include(outcome);
  }

  #tell(
    { place, trail }: Spot,
    kind: 'changed' | 'type' | 'added' | 'removed' | undefined,
    reason?: string,
  ): void {
    if (kind !== undefined) this.#findings.report(trail, kind, place, reason);
  }

  /** Whatever contains a difference differs; what is further out is marked already when something inside is. */
  #markDifferent(): void {
    for (let frame = this.#top; frame && !frame.meeting.differs; frame = frame.outer)
      frame.meeting.differs = true;
  }

  /** What throws is told where it is, when the walk is to survive, and what is inside is left at that. */
  #guard<T>({ place, trail }: Spot, look: () => T): T | undefined {
    if (!this.#manner.isSurviving) return look();
    try {
      return look();
    } catch (error) {
      this.#findings.report(trail, 'changed', place, `it cannot be compared: ${messageOf(error)}`);
      return undefined;
    }
  }
}

/** Should something throw before anybody waits for it, it is not to surface as an unhandled rejection. */
function watched<T>(late: Promise<T>): Promise<T> {
  late.catch(() => {});
  return late;
}

function whyNot(control: object, candidate: object): string | undefined {
  return (
    consumable(control) ?? consumable(candidate) ?? (control === candidate ? undefined : sealed(control))
  );
}

function isSameClass(control: object, candidate: object): boolean {
  return Object.getPrototypeOf(control) === Object.getPrototypeOf(candidate);
}
