/** Every object that can be reached from a value, the value included; without recursion. */
export function reachable(value: unknown): Set<object> {
  const found = new Set<object>();
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || found.has(next)) continue;
    found.add(next);
    if (ArrayBuffer.isView(next)) open.push(next.buffer);
    else {
      if (next instanceof Map) for (const entry of next) open.push(...entry);
      if (next instanceof Set) open.push(...next);
      for (const key of Reflect.ownKeys(next)) open.push(Object.getOwnPropertyDescriptor(next, key)?.value);
    }
  }
  return found;
}
