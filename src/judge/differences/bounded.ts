import { mix } from '../equality/digest.js';

const LENGTH = 256;

/**
 * A text of at most 256 characters. A longer one ends in `…` and a hash of the whole, so that two of them stay two; it is
 * a string of its own, because a slice would keep all of the text that it was cut from.
 */
export function bounded(text: string): string {
  if (text.length <= LENGTH) return text;
  const hash = mix(2_166_136_261, text).toString(16).padStart(8, '0');
  return [...text.slice(0, LENGTH - hash.length - 2).split(''), '… ', hash].join('');
}
