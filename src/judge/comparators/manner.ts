/** What a walk is for. */
export interface Manner {
  /** Looks for differences, rather than for whether there is one. */
  readonly isSearching: boolean;
  /** Tells of what throws when it is looked at, rather than throwing it. */
  readonly isSurviving: boolean;
}

/** Is there a difference? */
export const ANSWERING: Manner = { isSearching: false, isSurviving: false };
