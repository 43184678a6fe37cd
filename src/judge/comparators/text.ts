import { type Decisive, govern } from './govern.js';
import { refine } from './overlay.js';
import { EXACT } from './rule.js';

/**
 * Compares strings inside two values without regard to case, by Unicode's own mapping and in no particular language.
 * @example ignoringCase({ country: 'de' }, { country: 'DE' }) // true
 */
export const ignoringCase: Decisive<unknown> = /* @__PURE__ */ govern(
  // Up and down again: a mapping one way leaves the long s and the final sigma apart from theirs.
  /* @__PURE__ */ refine(EXACT, { text: (text) => text.toUpperCase().toLowerCase() }, 'ignoringCase'),
);

/**
 * Compares strings inside two values without the white space around them.
 * @example trimmed({ name: 'Ada ' }, { name: 'Ada' }) // true
 */
export const trimmed: Decisive<unknown> = /* @__PURE__ */ govern(
  /* @__PURE__ */ refine(EXACT, { text: (text) => text.trim() }, 'trimmed'),
);
