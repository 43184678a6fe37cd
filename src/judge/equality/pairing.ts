/** Members of two collections: which belong together, and which are alone. */
export interface Pairing<T> {
  readonly pairs: (readonly [control: T, candidate: T])[];
  readonly control: T[];
  readonly candidate: T[];
}

/** Members of two collections that may belong together. */
export interface Group<T> {
  readonly control: readonly T[];
  readonly candidate: readonly T[];
}

export type Same<T> = (control: T, candidate: T) => boolean;

/** Those with the same key: only they may belong together. */
export function groupBy<T>(
  { control, candidate }: Group<T>,
  keyOf: (member: T) => unknown,
): Iterable<Group<T>> {
  const groups = new Map<unknown, { control: T[]; candidate: T[] }>();
  const groupOf = (member: T) => {
    const key = keyOf(member);
    const group = groups.get(key) ?? { control: [], candidate: [] };
    groups.set(key, group);
    return group;
  };
  for (const member of control) groupOf(member).control.push(member);
  for (const member of candidate) groupOf(member).candidate.push(member);
  return groups.values();
}

/** Pairs the same with the same where that is an equivalence: then any of several equal ones will do. */
export function pairGreedily<T>(group: Group<T>, same: Same<T>): Pairing<T> {
  const pairing: Pairing<T> = { pairs: [], control: [], candidate: [...group.candidate] };
  for (const one of group.control) {
    // From the end: what is taken out there moves nothing, and all of them may be alike.
    const at = pairing.candidate.findLastIndex((other) => same(one, other));
    if (at < 0) pairing.control.push(one);
    else for (const other of pairing.candidate.splice(at, 1)) pairing.pairs.push([one, other]);
  }
  return pairing;
}

/**
 * Pairs as many as possible, where "the same" need not be transitive: within a tolerance 1.0 is like 1.5 and 1.5 like
 * 2.0, and to take the first that fits would make the answer depend on the order. Kuhn's augmenting paths, breadth
 * first, for those that are left when whoever is free was taken.
 */
export function pairBest<T>(group: Group<T>, same: Same<T>): Pairing<T> {
  const { control, candidate } = group;
  const opposite = control.flatMap((one, at) =>
    candidate.slice(at, at + 1).flatMap((other) => (same(one, other) ? [[one, other] as const] : [])),
  );
  const bonds: Bonds<T> = { of: new Map(), to: new Map() };
  for (const [one, other] of opposite) bind(one, other, bonds);
  const rest = pairGreedily(unbound(group, bonds), same);
  for (const [one, other] of rest.pairs) bind(one, other, bonds);
  let open = candidate;
  for (const one of rest.control) open = augment(one, open, bonds, same);
  return { pairs: [...bonds.of], ...unbound(group, bonds) };
}

/** Who is paired with whom so far, from either side. */
interface Bonds<T> {
  readonly of: Map<T, T>;
  readonly to: Map<T, T>;
}

function bind<T>(one: T, other: T, bonds: Bonds<T>): void {
  bonds.of.set(one, other);
  bonds.to.set(other, one);
}

function unbound<T>({ control, candidate }: Group<T>, bonds: Bonds<T>): { control: T[]; candidate: T[] } {
  return {
    control: control.filter((one) => !bonds.of.has(one)),
    candidate: candidate.filter((other) => !bonds.to.has(other)),
  };
}

/** Answers who may be of use to the next: whoever was reached in vain leads nobody to one that is free. */
function augment<T>(start: T, open: readonly T[], bonds: Bonds<T>, same: Same<T>): readonly T[] {
  const reachedFrom = new Map<T, T>();
  const queue = [start];
  let unreached = open;
  for (const one of queue) {
    const further: T[] = [];
    for (const other of unreached) {
      if (!same(one, other)) {
        further.push(other);
        continue;
      }
      reachedFrom.set(other, one);
      const owner = bonds.to.get(other);
      if (owner !== undefined) queue.push(owner);
      else {
        handOver(other, reachedFrom, bonds);
        return open;
      }
    }
    unreached = further;
  }
  return unreached;
}

/** Everyone along the path takes the one it was reached for, and leaves its own to the one before. */
function handOver<T>(free: T, reachedFrom: ReadonlyMap<T, T>, bonds: Bonds<T>): void {
  let other: T | undefined = free;
  while (other !== undefined) {
    const one = reachedFrom.get(other) as T;
    const before = bonds.of.get(one);
    bind(one, other, bonds);
    other = before;
  }
}
