const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
const SYMBOL = `Symbol(?:\\.for)?(?:\\(${TEXT}\\)|\\.\\w+)`;
const STEP = /* @__PURE__ */ new RegExp(
  `\\.(get|has)\\((?:${SYMBOL}|${TEXT}|[^()"]*)\\)|\\[(?:(\\d+|\\*)|(${TEXT})|${SYMBOL})\\]|\\.(\\*|[\\p{ID_Start}$_][\\p{ID_Continue}$]*)|…\\(\\d+ steps\\)`,
  'uy',
);

/**
 * The places that are like this one: a path with `[*]` for indices and members of a Set, and `.*` for entries of a Map
 * and for names that are ids. Fit for `omitting(...)`. What was shortened with `…` is left out of.
 */
export function wildcardPath(path: string): string {
  if (!path.startsWith('$')) return anonymous(path);
  let pattern = '$';
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const from = STEP.lastIndex;
    const step = STEP.exec(path);
    // A comparator of the user's may write its paths as it likes.
    if (step === null) return pattern + anonymous(path.slice(from));
    pattern += wildcardStep(step);
  }
  return pattern;
}

function wildcardStep([text, method, index, key, name]: RegExpExecArray): string {
  if (method !== undefined) return method === 'get' ? '.*' : '[*]';
  if (index !== undefined) return '[*]';
  if (key !== undefined) return isIdLike(unquote(key)) ? '.*' : text;
  if (name !== undefined) return isIdLike(name) ? '.*' : text;
  return text.startsWith('…') ? '…' : '.*';
}

function unquote(key: string): string {
  try {
    return JSON.parse(key);
  } catch {
    return key;
  }
}

function anonymous(text: string): string {
  return text.replace(/[\w@.+-]+/g, (word) => (isIdLike(word) ? '*' : word)).replace(/\d+/g, '*');
}

const IDS: readonly RegExp[] = [
  // Numbers, dates, and what is made of digits and marks only.
  /^[-+]?\d[\d.,:/_-]*$/,
  /^\d{4}-\d\d-\d\dT/,
  // UUIDs and ULIDs are long tokens too; hashes in hexadecimal may be short.
  /^(?=.*\d)[\da-f]{8,}$/i,
  /^[\da-f]{32,}$/i,
  /^[^@\s]+@[^@\s]+$/,
  // A kind and a number, or a kind and a token: order-1042, cus_9s6XKzkNRiz8i3.
  /^[a-z]+[-_:#/]\d{4,}$/i,
  /^[a-z]+[-_:](?=(?:.*\d){2})[\da-z]{8,}$/i,
  /^(?=.*\d)[\w.~+/=:-]{20,}$/,
  /^\S{40,}$/,
];

/** Whether a name is more likely one of many, found in the data, than one that somebody wrote into a program. */
export function isIdLike(name: string): boolean {
  return IDS.some((id) => id.test(name));
}
