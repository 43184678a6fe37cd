/** What somebody outside the process wants of an experiment; what is not said is left as it is. */
export interface Directive {
  /** No call is on trial while it is true. */
  readonly isStopped?: boolean | undefined;
  /** The share of calls on trial, 0 to 1, in place of the experiment's own; of several sources' the lowest counts. */
  readonly rate?: number | undefined;
  /** Why, for the audit trail. */
  readonly reason?: string | undefined;
}

/** Where a control source says what it wants. Nothing here throws. */
export interface ControlDesk {
  /**
   * What the source wants of an experiment, or of `'*'` for all, from the very next call on, and instead of what it
   * wanted before.
   */
  set(experiment: string, directive: Directive): void;
  /**
   * What `direct` answers has changed. Candidates in flight whose context is stopped now are aborted.
   * @param change for the audit trail; nothing is told of without one, as of a change that was told of already
   */
  changed(
    experiment: string,
    change?: { readonly from: string; readonly to: string; readonly reason?: string | undefined },
  ): void;
  /** Something is wrong with the source. What it wanted before stays in force. */
  fault(experiment: string, error: unknown): void;
}

/** Somebody outside the process who stops experiments and sets their rates: see `LaboratoryOptions.controls`. */
export interface ControlSource {
  /** Who it is, for the audit trail. */
  readonly name: string;
  /** Called once for each laboratory that it is given to. */
  start?(desk: ControlDesk): void;
  /** Asked at every call, with what the experiment's `context` answers: must answer at once. */
  direct?(experiment: string, context: Readonly<Record<string, unknown>>): Directive | undefined;
}
