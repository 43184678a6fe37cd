import type { Rule } from '../comparators/rule.js';

/** Two objects that met under a rule. */
export interface Meeting {
  readonly candidate: object;
  readonly rule: Rule;
  /** What is inside is being looked at. */
  isOpen: boolean;
  differs: boolean;
  readonly before: Meeting | undefined;
}

/** Who met whom: they may meet again, by a cycle or because they are shared, without end or exponentially often. */
export class Meetings {
  /** The first candidate that each control met, which is the only one of most. */
  readonly #first = new Map<object, Meeting>();
  /** By candidate: one object that a side shares may meet as many as the other side has. */
  readonly #others = new Map<object, Map<object, Meeting>>();

  /**
   * Nothing, where these two are under way, which is a cycle and adds nothing, or were found equal before. Those that
   * were found to differ are looked into again: they differ in this place too.
   */
  open(control: object, candidate: object, rule: Rule): Meeting | undefined {
    const first = this.#first.get(control);
    if (first === undefined || first.candidate === candidate)
      return meet(this.#first, control, first, candidate, rule);
    const others = this.#others.get(control) ?? new Map<object, Meeting>();
    this.#others.set(control, others);
    return meet(others, candidate, others.get(candidate), candidate, rule);
  }
}

/** @param before the last one of these two, under whatever rule */
function meet(
  meetings: Map<object, Meeting>,
  key: object,
  before: Meeting | undefined,
  candidate: object,
  rule: Rule,
): Meeting | undefined {
  for (let met = before; met !== undefined; met = met.before) {
    if (met.rule === rule) return reopened(met);
  }
  const meeting = { candidate, rule, isOpen: true, differs: false, before };
  meetings.set(key, meeting);
  return meeting;
}

function reopened(meeting: Meeting): Meeting | undefined {
  if (meeting.isOpen || !meeting.differs) return undefined;
  meeting.isOpen = true;
  return meeting;
}
