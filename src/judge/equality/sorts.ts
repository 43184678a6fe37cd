import type { Place, Remark } from '../differences/place.js';
import { getter, isBrand, isRecord, mapSize, setSize, tagOf } from './brand.js';
import { members, unorderedItems } from './collection.js';
import { type Contents, fields } from './contents.js';
import {
  type Fold,
  foldArray,
  foldEntries,
  foldFields,
  foldList,
  foldMembers,
  mix,
  through,
} from './digest.js';
import { entries } from './entries.js';
import type { Glass } from './glass.js';
import { bytes, failure, foldFailure, foldInstance, grouped, headers, instance } from './host.js';
import { elements, items } from './list.js';
import { isReordered } from './order.js';

/**
 * How values of one kind are compared: by a value that stands for them, by what is inside them, or by both; and what of
 * that a digest takes in.
 */
export interface Sort {
  readonly value?: (value: any) => unknown;
  readonly contents?: (control: any, candidate: any, glass: Glass) => Contents;
  readonly fold: Fold;
}

interface Recognized extends Sort {
  readonly is: (value: any, tag: string) => boolean;
}

const LIST: Sort = { contents: list, fold: foldArray };
const RECORD: Sort = { contents: fields, fold: foldFields };
const INSTANCE: Sort = { contents: instance, fold: foldInstance };

const BYTES: Sort = {
  contents: (control, candidate, glass) => elements(bytes(control), bytes(candidate), glass),
  fold: through(bytes, foldList),
};

/** Made when the module is loaded, before anybody can have tampered with a prototype, of all but what is found late. */
const SORTS = /* @__PURE__ */ sorts();

/** Asked from the top; the first that says yes. */
function sorts(): readonly Recognized[] {
  return [
    collection('Map', mapSize, entries, foldEntries),
    collection('Set', setSize, members, foldMembers),
    value('Date', Date.prototype.getTime),
    { ...value('RegExp', textOf), is: named('RegExp', getter(RegExp.prototype, 'source')) },
    {
      is: (value, tag) => tag === 'Error' || value instanceof Error,
      contents: failure,
      fold: foldFailure,
    },
    { ...BYTES, is: ArrayBuffer.isView },
    buffer('ArrayBuffer'),
    buffer('SharedArrayBuffer'),
    value('Number', Number.prototype.valueOf),
    value('String', String.prototype.valueOf),
    value('Boolean', Boolean.prototype.valueOf),
    value('Symbol', Symbol.prototype.valueOf),
    value('BigInt', BigInt.prototype.valueOf),
    value('URL', getter(globalThis.URL?.prototype, 'href')),
    pairs('URLSearchParams', globalThis.URLSearchParams?.prototype.entries),
    pairs('FormData', foundWhenCalled('FormData', 'entries')),
    {
      is: named('Headers', foundWhenCalled('Headers', 'entries')),
      contents: headers,
      fold: through(grouped, foldFields),
    },
  ];
}

/** Of a class that Node loads when it is first mentioned, which takes longer than to load all of this. */
function foundWhenCalled(name: 'FormData' | 'Headers', method: 'entries'): (this: unknown) => unknown {
  return function () {
    // Where there is no such class it throws, which says that the value is of another one.
    return globalThis[name].prototype[method].call(this as never);
  };
}

/** Values of different sorts differ by type, and so do values of different classes. */
export function sortOf(value: object): Sort {
  if (Array.isArray(value)) return LIST;
  if (isRecord(value)) return RECORD;
  const tag = tagOf(value);
  return SORTS.find((sort) => sort.is(value, tag)) ?? INSTANCE;
}

/** A subclass may call itself what it likes. */
function isLike(value: object, tag: string, name: string): boolean {
  return tag === name || value instanceof (globalThis as any)[name];
}

function named(name: string, method: ((this: any) => unknown) | undefined): Recognized['is'] {
  return (value, tag) => tag === name && isBrand(value, method);
}

function value(name: string, method: ((this: any) => unknown) | undefined): Recognized {
  const value = (one: object) => method?.call(one);
  const fold = through((one) => String(value(one)), mix);
  return { is: named(name, method), value, contents: fields, fold };
}

/** Where the next search begins is part of what a regular expression does. */
function textOf(this: RegExp): string {
  const { source, flags, lastIndex } = this;
  return `/${source}/${flags} from ${lastIndex}`;
}

/** What a collection holds, and then the fields that a subclass gave it. */
function collection(
  name: 'Map' | 'Set',
  size: ((this: any) => unknown) | undefined,
  inner: (control: any, candidate: any, glass: Glass) => Generator<Place>,
  fold: Fold,
): Recognized {
  return {
    is: (value, tag) => isLike(value, tag, name) && isBrand(value, size),
    *contents(control, candidate, glass) {
      yield* inner(control, candidate, glass);
      yield* fields(control, candidate, glass);
    },
    fold,
  };
}

function* list(control: unknown[], candidate: unknown[], glass: Glass): Generator<Place | Remark> {
  if (glass.rule.list) yield* unorderedItems(control, candidate, glass.rule.list.by, glass);
  else if (glass.isSearching && isReordered(control, candidate, glass)) yield { kind: 'order' };
  else yield* items(control, candidate, glass);
}

function buffer(name: 'ArrayBuffer' | 'SharedArrayBuffer'): Recognized {
  return { ...BYTES, is: named(name, getter(globalThis[name]?.prototype, 'byteLength')) };
}

/** Names that may repeat, with values: in their order, which their text shows too. */
function pairs(name: string, method: ((this: any) => unknown) | undefined): Recognized {
  return {
    is: named(name, method),
    contents: (control, candidate, glass) => items([...control], [...candidate], glass),
    fold: through((value) => [...value], foldList),
  };
}
