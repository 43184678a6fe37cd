import type { Book, Visit } from './catalogue.js';
import { draw, normal, type Random, seeded } from './chance.js';

/** A shop and its readers. What they like is hidden from both recommenders: they see only who has read what. */
export interface World {
  readonly books: readonly Book[];
  readonly readers: readonly Reader[];
}

export interface Reader {
  readonly id: string;
  /** Positions of the books that they have read until today. */
  readonly read: readonly number[];
  /** Those that they read in the week that is replayed, in this order. */
  readonly next: readonly number[];
}

export interface Size {
  readonly readers: number;
  readonly books: number;
}

const SHELVES = [
  'crime',
  'poetry',
  'history',
  'travel',
  'science',
  'fantasy',
  'cookery',
  'essays',
  'drama',
  'nature',
];
/** How much a reader's taste counts in what they read next, and how much what everybody reads. */
const TASTE = 2.2;
const FAME = 1.1;
/** One book in five is read in the week that is replayed. */
const NEXT = 0.2;

/** The same world for the same seed, on every machine. */
export function generateWorld({ readers, books }: Size, seed: number): World {
  const random = seeded(seed);
  const shelves = Array.from({ length: books }, () => Math.floor(random() * SHELVES.length));
  const tastes = shelves.map((shelf) => tasteOf(shelf, random));
  const fame = shelves.map(() => FAME * normal(random));
  return {
    books: shelves.map((shelf, at) => bookOf(at, SHELVES[shelf] as string)),
    readers: Array.from({ length: readers }, (_, at) => readerOf(at, tastes, fame, random)),
  };
}

function bookOf(at: number, shelf: string): Book {
  const id = `b-${String(at + 1).padStart(4, '0')}`;
  return { id, title: `${shelf}, volume ${at + 1}`, shelf };
}

/** Where a book stands, and what it has of the other shelves. */
function tasteOf(shelf: number, random: Random): number[] {
  return SHELVES.map((_, other) => (other === shelf ? 1 : 0) + 0.25 * normal(random));
}

function readerOf(at: number, tastes: readonly number[][], fame: readonly number[], random: Random): Reader {
  // Most like two or three shelves, and dislike some.
  const liking = SHELVES.map(() => (random() < 0.25 ? 1 : 0) + 0.3 * normal(random));
  const weights = tastes.map((taste, book) => TASTE * dot(liking, taste) + (fame[book] as number));
  const count = Math.round(8 + 40 * random() ** 2);
  const all = draw(weights, count, random);
  const next = Math.max(1, Math.round(NEXT * count));
  return { id: `r-${String(at + 1).padStart(5, '0')}`, read: all.slice(next), next: all.slice(0, next) };
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] as number), 0);
}

/** The week that is replayed: everybody comes once before each book that they read, at any time of it. */
export function visitsOf({ readers }: World, from: number, ms: number, seed: number): Visit[] {
  const random = seeded(seed);
  return readers
    .flatMap(({ id, read, next }) => {
      const times = next.map(() => from + Math.floor(ms * random())).sort((one, other) => one - other);
      return times.map((at, before) => ({
        id: `${id}/${before + 1}`,
        reader: id,
        at,
        read: [...read, ...next.slice(0, before)],
        next: next.slice(before),
      }));
    })
    .sort((one, other) => one.at - other.at);
}
