import type { ControlDesk } from '../types/index.js';

/** Whom a source tells. They are not held: a source may serve one laboratory after the other, and each may go. */
export class Desks {
  readonly #refs = new Set<WeakRef<ControlDesk>>();

  add(desk: ControlDesk): void {
    this.#refs.add(new WeakRef(desk));
  }

  *[Symbol.iterator](): Iterator<ControlDesk> {
    for (const ref of this.#refs) {
      const desk = ref.deref();
      if (desk === undefined) this.#refs.delete(ref);
      else yield desk;
    }
  }
}
