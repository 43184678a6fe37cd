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
  readonly #met = new Map<object, Meeting>();

  /**
   * Nothing, where these two are under way, which is a cycle and adds nothing, or were found equal before. Those that
   * were found to differ are looked into again: they differ in this place too.
   */
  open(control: object, candidate: object, rule: Rule): Meeting | undefined {
    const before = this.#met.get(control);
    for (let met = before; met !== undefined; met = met.before) {
      if (met.candidate === candidate && met.rule === rule) return reopened(met);
    }
    const meeting = { candidate, rule, isOpen: true, differs: false, before };
    this.#met.set(control, meeting);
    return meeting;
  }
}

function reopened(meeting: Meeting): Meeting | undefined {
  if (meeting.isOpen || !meeting.differs) return undefined;
  meeting.isOpen = true;
  return meeting;
}
