/** Rates set from outside, of experiments known already or not, by whoever set them. */
export class Rates {
  readonly #set = new Map<string, Map<string, number>>();

  /** @param rate undefined takes back what was set before */
  set(name: string, who: string, rate: number | undefined): void {
    const rates = this.#set.get(name) ?? new Map<string, number>();
    if (rate === undefined) rates.delete(who);
    else rates.set(who, rate);
    if (rates.size === 0) this.#set.delete(name);
    else this.#set.set(name, rates);
  }

  /** The lowest, or undefined where nobody has set one. */
  of(name: string): number | undefined {
    const rates = this.#set.get(name);
    return rates === undefined ? undefined : Math.min(...rates.values());
  }
}
