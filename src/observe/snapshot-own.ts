export type Key = string | symbol;

/** An object whose properties may be written. */
export type Open = Record<Key, unknown>;

/**
 * Copies the own properties of `source` that `copy` does not have yet, hidden ones too, and answers whether there was
 * any. An accessor becomes the value that it gives now, or stays an accessor where reading it throws.
 */
export function copyOwn(source: object, copy: object): boolean {
  let any = false;
  // The elements of a typed array were copied as bytes. What else hangs on it is not looked for: finding it means
  // listing every index.
  if (ArrayBuffer.isView(source) && !(source instanceof DataView)) return any;
  for (const key of Reflect.ownKeys(source)) {
    if (Object.hasOwn(copy, key)) continue;
    const property = Object.getOwnPropertyDescriptor(source, key);
    if (property === undefined) continue;
    Object.defineProperty(copy, key, present(source as Open, key, property));
    any = true;
  }
  return any;
}

function present(source: Open, key: Key, property: PropertyDescriptor): PropertyDescriptor {
  const as = (value: unknown) => ({
    value,
    enumerable: property.enumerable === true,
    writable: true,
    configurable: true,
  });
  if (property.get === undefined && property.set === undefined) return as(source[key]);
  try {
    return as(source[key]);
  } catch {
    return { ...property, configurable: true };
  }
}
