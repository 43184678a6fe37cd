// What a sabotaged candidate does to values that are not its own.

/** Writes to everything in a value that can be written to. */
export function vandalize(value: unknown, seen = new Set<object>()): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof Map || value instanceof Set) return void value.clear();
  if (value instanceof Date) return void value.setTime(0);
  for (const key of Object.keys(value)) {
    const inner: unknown = Reflect.get(value, key);
    if (typeof inner === 'object' && inner !== null) vandalize(inner, seen);
    else Reflect.set(value, key, lieAbout(inner));
  }
  if (Array.isArray(value) && Object.isExtensible(value)) value.push('sabotaged');
}

/** Another value than this one, of the same type where there is one. The value itself stays as it is. */
export function lieAbout(value: unknown, above: readonly object[] = []): unknown {
  // Of what is too large, and of what is no number, one more is the same.
  if (typeof value === 'number') return Object.is(value + 1, value) ? 0 : value + 1;
  if (typeof value === 'bigint') return value + 1n;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}!`;
  if (Array.isArray(value)) return value.length === 0 ? ['sabotaged'] : value.slice(1);
  if (typeof value !== 'object' || value === null || above.includes(value)) return 'sabotaged';
  const [key] = Object.keys(value);
  if (key === undefined) return { sabotaged: true };
  return { ...value, [key]: lieAbout(Reflect.get(value, key), [...above, value]) };
}
