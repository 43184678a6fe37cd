// A step of a path, as paths are written everywhere in labcoat: `.name`, `["any key"]`, `[Symbol("key")]`, `[3]`, `[*]`,
// `.*`, `.get("key")` and `.has(#2)` for what is in a Map or a Set, `…(7 steps)` for what was left out.
const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
const KEY = `${QUOTED}|Symbol(?:\\.for)?\\(${QUOTED}\\)|Symbol\\.\\w+`;
const FIXED = '\\[(?:\\d+|\\*)\\]|\\.\\*|\\.(?:get|has)\\(#\\d+\\)|…(?:\\(\\d+ steps\\))?';
const NAME = '\\.(?<name>[\\p{ID_Start}$_][\\p{ID_Continue}$]*)';
const STEP = `${FIXED}|\\.(?<call>get|has)\\((?:${KEY}|[\\w.-]+)\\)|${NAME}|\\[(?:${KEY})\\]`;

const PATH = /* @__PURE__ */ new RegExp(`\\$(?:${STEP})*`, 'gu');
// What else a fingerprint has in it, the hash of a long one included.
const KIND = /\b(?:changed|added|removed|type|order|not|equal)\b|… [0-9a-f]{8}$/g;

const LONGEST_PATH = 256;
const LONGEST_FINGERPRINT = 10_000;

// A field has a short name with few digits in it. What is longer or has more of them is an id, a token or a date.
const LONGEST_NAME = 40;
const MOST_DIGITS = 2;

/**
 * A path with nothing private in it: a key that had to be quoted is data more often than it is a field (a Map's key,
 * a Set's member, an address), and so is a name that looks like an id. They become `*`. What is no path becomes `$`.
 */
export function shapeOfPath(path: string): string {
  const text = path.slice(0, LONGEST_PATH);
  if (!text.startsWith('$')) return '$';
  const step = new RegExp(STEP, 'uy');
  let shape = '$';
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (found === null) return path.length > LONGEST_PATH ? `${shape}.*` : '$';
    // What was cut through may look like a name that is short.
    const isCut = text.slice(step.lastIndex) === (path.length > LONGEST_PATH ? '' : '…');
    shape += isCut ? '.*' : shapeOfStep(found[0], found.groups);
  }
  return shape;
}

/**
 * A fingerprint with nothing private in the paths that it is made of; `undefined` where it is made of anything but
 * kinds of differences and paths, as a comparator may call a place whatever it likes.
 */
export function shapeOfFingerprint(fingerprint: string): string | undefined {
  const text = fingerprint.slice(0, LONGEST_FINGERPRINT);
  const rest = text.replace(KIND, '').replace(PATH, '');
  if (/[^\s,;:.[]/.test(rest)) return undefined;
  return text.replace(PATH, (path) => shapeOfPath(path));
}

function shapeOfStep(step: string, { name, call }: { name?: string; call?: string } = {}): string {
  if (call !== undefined) return `.${call}(*)`;
  if (name !== undefined) return looksLikeId(name) ? '.*' : step;
  return /["S]/.test(step) ? '.*' : step;
}

const FIELD = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Whether a key is a field's name as far as anybody can see: what would have to be quoted in a path is data, and so are ids. */
export function isFieldName(key: string): boolean {
  return FIELD.test(key) && !looksLikeId(key);
}

/** Whether a key tells one thing from another, so that it may say whose it is. */
export function looksLikeId(key: string): boolean {
  if (key.length > LONGEST_NAME || (key.match(/\p{Nd}/gu)?.length ?? 0) > MOST_DIGITS) return true;
  return isToken(key);
}

function isToken(text: string): boolean {
  return TOKENS.some((token) => token.test(text)) || isJumbled(text);
}

// Hexadecimal, and capitals with a digit among them, where they are too many for a word.
const TOKENS: readonly RegExp[] = [/^[\da-f]{8,}$/i, /^(?=.*\d)[A-Z\d]{12,}$/];
const SHORTEST_TOKEN = 10;
const TURN = /[a-z](?![a-z])|[A-Z](?![A-Z])|\d(?!\d)|_(?!_)/g;

// Random characters go from small to capital and to digits at every other step, where words of a name are longer.
function isJumbled(key: string): boolean {
  if (key.length < SHORTEST_TOKEN) return false;
  const share = ((key.match(TURN)?.length ?? 0) - 1) / (key.length - 1);
  return share > (/\d/.test(key) ? 0.4 : 0.6);
}

// Class names, codes such as ERR_INVALID_ARG_TYPE, 23505, auth/no-user.
const WORD = /^[\p{L}\p{N}_$.:/#-]+$/u;

/**
 * Whether a text is one word, as a class or a code is: what has blanks or an @ in it is a message, or an address, and a
 * UUID, a hash or a long number tells one thing from another.
 */
export function isWord(text: string): boolean {
  return WORD.test(text) && !isToken(text.replaceAll('-', ''));
}

/** The beginning of a text: at most so many bytes of UTF-8, and no half of a character. */
export function cut(text: string, maxBytes: number): string {
  let bytes = 0;
  let end = 0;
  // Each character has a byte at least, so the cost is bounded by the limit and not by the text.
  for (const character of text.slice(0, maxBytes + 1)) {
    bytes += widthOf(character.codePointAt(0) as number);
    if (bytes > maxBytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function widthOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
