/**
 * A sum without any rounding, kept as a few numbers that do not overlap, the smallest first: sums of sums come to the
 * same in any order and grouping. What is beyond the largest number stays at it.
 *
 * Source: J. R. Shewchuk, Adaptive precision floating-point arithmetic, 1997.
 */
export class ExactSum {
  readonly #parts: number[] = [];

  /** @param value finite */
  add(value: number): void {
    let rest = value;
    let kept = 0;
    for (const part of this.#parts) {
      const [greater, smaller] = Math.abs(rest) < Math.abs(part) ? [part, rest] : [rest, part];
      const sum = greater + smaller;
      const lost = smaller - (sum - greater);
      if (lost !== 0) this.#parts[kept++] = lost;
      rest = sum;
    }
    const isTooLarge = !Number.isFinite(rest);
    this.#parts.length = isTooLarge ? 0 : kept;
    this.#parts.push(isTooLarge ? Math.sign(rest) * Number.MAX_VALUE : rest);
  }

  /** The number nearest to the sum. */
  get value(): number {
    const parts = [...this.#parts];
    let sum = parts.pop() ?? 0;
    for (let next = parts.pop(); next !== undefined; next = parts.pop()) {
      const before = sum;
      sum = before + next;
      const lost = next - (sum - before);
      if (lost !== 0) return sum + tieBreak(sum, lost, parts.at(-1));
    }
    return sum;
  }

  /**
   * Numbers that add up to it exactly, the greatest first: each is what the others leave, rounded. However a sum came
   * about, they are the same.
   */
  toJSON(): number[] {
    const left = new ExactSum();
    left.#parts.push(...this.#parts);
    const numbers: number[] = [];
    for (let value = left.value; value !== 0; value = left.value) {
      numbers.push(value);
      left.add(-value);
    }
    return numbers;
  }
}

// Exactly between two numbers, it is what comes behind that says which of them is nearer.
function tieBreak(sum: number, lost: number, behind = 0): number {
  const twice = 2 * lost;
  const isTie = sum + twice - sum === twice;
  return isTie && Math.sign(lost) === Math.sign(behind) ? twice : 0;
}
