import { xxHash32 } from 'js-xxhash';

/** A name has no control characters, so that no two pairs of name and key are the same text. */
const SEPARATOR = '\n';
const HASHES = 2 ** 32;

/**
 * Whether a key is on trial at this rate: the same answer in every process, in every version and on every platform. Keys
 * that are in stay in when the rate rises. The name is hashed too, so that experiments choose independently.
 */
export function isChosen(experiment: string, key: string, rate: number): boolean {
  return placeOf(experiment, key) < rate;
}

/** Where a key stands from 0 up to 1: its xxHash32, seed 0, of the name, a line feed and the key in UTF-8. */
export function placeOf(experiment: string, key: string): number {
  return xxHash32(`${experiment}${SEPARATOR}${key}`, 0) / HASHES;
}
