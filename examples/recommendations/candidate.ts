import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Ranker } from './catalogue.js';
import { normal, seeded } from './chance.js';
import { best } from './ranking.js';

export interface Training {
  /** How many numbers describe a book, and a reader. */
  readonly factors: number;
  readonly rounds: number;
  /** How much a book that was read counts, beside one that was not. */
  readonly confidence: number;
  /** Keeps the factors of who has read little from growing. */
  readonly regularization: number;
}

/**
 * Matrix factorisation for implicit feedback: every book and every reader is a short vector, such that a reader's
 * product with the books that they have read is near 1. Readers and books are solved for in turn, by alternating least
 * squares: Hu, Koren, Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008. The algebra is
 * that of ml-matrix.
 */
export function factorisation(
  histories: readonly (readonly number[])[],
  books: number,
  training: Training,
): Ranker {
  const readersOf = transposed(histories, books);
  let bookFactors = noise(books, training.factors);
  for (let round = 0; round < training.rounds; round += 1) {
    bookFactors = solveAll(readersOf, solveAll(histories, bookFactors, training), training);
  }
  const gram = gramOf(bookFactors, training);
  // Whoever asks is folded in from what they have read, so that it need not have been known in training.
  return (read, most) => {
    const taste = solveOne(read, bookFactors, gram, training);
    const scores = bookFactors.mmul(taste).getColumn(0);
    return best(Float64Array.from(scores), read, most);
  };
}

/** The factors of everyone on one side, given those of the other. */
function solveAll(links: readonly (readonly number[])[], others: Matrix, training: Training): Matrix {
  const gram = gramOf(others, training);
  const solved = new Matrix(links.length, training.factors);
  for (const [at, linked] of links.entries()) {
    solved.setRow(at, solveOne(linked, others, gram, training).getColumn(0));
  }
  return solved;
}

/** `YᵀY + λI`, which is the same for all. */
function gramOf(factors: Matrix, { regularization }: Training): Matrix {
  const gram = factors.transpose().mmul(factors);
  return gram.add(Matrix.eye(gram.rows).mul(regularization));
}

/** `(YᵀY + λI + α Σ yyᵀ) x = (1 + α) Σ y`, the sums being over what is linked. */
function solveOne(linked: readonly number[], others: Matrix, gram: Matrix, { confidence }: Training): Matrix {
  if (linked.length === 0) return Matrix.zeros(gram.rows, 1);
  const near = others.subMatrixRow([...linked]);
  const system = near.transpose().mmul(near).mul(confidence).add(gram);
  const sum = new Matrix([near.sum('column')]).transpose().mul(1 + confidence);
  return new CholeskyDecomposition(system).solve(sum);
}

function transposed(histories: readonly (readonly number[])[], books: number): number[][] {
  const readersOf = Array.from({ length: books }, (): number[] => []);
  for (const [reader, read] of histories.entries()) for (const book of read) readersOf[book]?.push(reader);
  return readersOf;
}

function noise(rows: number, columns: number): Matrix {
  const random = seeded(1);
  return Matrix.from1DArray(
    rows,
    columns,
    Array.from({ length: rows * columns }, () => 0.1 * normal(random)),
  );
}
