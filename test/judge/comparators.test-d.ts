import { describe, expectTypeOf, it } from 'vitest';
import {
  acceptable,
  approximately,
  at,
  both,
  by,
  type Comparator,
  either,
  equal,
  experiment,
  ignoringCase,
  omitting,
  type RankingScore,
  ranked,
  trimmed,
  unordered,
} from '../../src/index.js';

interface Line {
  sku: string;
  net: number;
}
interface Quote {
  total: number;
  currency: string;
  lines: Line[];
  at: number;
}
declare const quote: Quote;
declare const lines: Line[];
declare function legacy(cart: string[]): Quote;
declare function recommend(user: string): Line[];

describe('what a comparator answers', () => {
  it('is a boolean where nobody of the user’s is asked', () => {
    expectTypeOf(equal(quote, 'anything')).toEqualTypeOf<boolean>();
    expectTypeOf(approximately({ abs: 1 })(quote, quote)).toEqualTypeOf<boolean>();
    expectTypeOf(omitting('$.at')(quote, quote)).toEqualTypeOf<boolean>();
    expectTypeOf(omitting('$.at', '$.total')(quote, quote)).toEqualTypeOf<boolean>();
    expectTypeOf(unordered()(lines, lines)).toEqualTypeOf<boolean>();
    expectTypeOf(unordered('sku')(lines, lines)).toEqualTypeOf<boolean>();
    expectTypeOf(by((value: Quote) => value.total)(quote, quote)).toEqualTypeOf<boolean>();
    expectTypeOf(ignoringCase('a', 'A')).toEqualTypeOf<boolean>();
    expectTypeOf(trimmed(quote, quote)).toEqualTypeOf<boolean>();
  });

  it('is a score with both of its measures from a ranking', () => {
    const answer = ranked({ k: 10, atLeast: 0.9, by: 'sku' })(lines, lines);
    expectTypeOf(answer).toEqualTypeOf<RankingScore>();
    expectTypeOf(answer.score).toEqualTypeOf<number>();
  });

  it('may be anything where a function of the user’s is asked, which has to be looked at', () => {
    const answer = at({ '$.total': (one: number, other: number) => one === other })(quote, quote);
    expectTypeOf(answer).not.toEqualTypeOf<boolean>();
    expectTypeOf(answer).toEqualTypeOf<ReturnType<Comparator>>();
    expectTypeOf(both(equal, async () => true)(quote, quote)).toEqualTypeOf<ReturnType<Comparator>>();
  });
});

describe('an answer of one’s own', () => {
  const start = experiment('e').use(legacy);

  it('is any that is documented, or a promise of it', () => {
    start.compare(() => true);
    start.compare(() => 'too dear');
    start.compare(() => [{ path: '$.total', kind: 'changed' }]);
    start.compare(() => []);
    start.compare(() => ({ score: 0.8, atLeast: 0.9 }));
    start.compare(() => ({ acceptable: true, reason: 'within a cent' }));
    start.compare(async () => true);
    start.compare(async (control, candidate) => [
      { path: '$.total', kind: 'changed', delta: candidate.total - control.total },
    ]);
    start.compare((control, candidate) => control.total === candidate.total || 'totals differ');
  });

  it('is nothing else', () => {
    // @ts-expect-error: a number is no similarity without its threshold
    start.compare(() => 0.9);
    // @ts-expect-error: nor is a score alone
    start.compare(() => ({ score: 0.9 }));
    // @ts-expect-error: somebody forgot to return
    start.compare(() => {});
    // @ts-expect-error: a difference has a kind
    start.compare(() => [{ path: '$.total' }]);
    // @ts-expect-error: and it is one of five
    start.compare(() => [{ path: '$.total', kind: 'different' }]);
    // @ts-expect-error: what is not acceptable is `false`
    start.compare(() => ({ acceptable: false }));
    // @ts-expect-error: a promise of nothing is no answer either
    start.compare(async () => {});
  });
});

describe('an experiment that is compared by', () => {
  const start = experiment('e').use(legacy);
  const comparators = {
    equal: start.compare(equal),
    approximately: start.compare(approximately({ abs: 0.01 })),
    unordered: start.compare(unordered()),
    omitting: start.compare(omitting('$.at', '$.lines[*].sku')),
    at: start.compare(at({ '$.total': approximately({ abs: 0.01 }), '$.lines': unordered('sku') })),
    by: start.compare(by((value) => value.total)),
    both: start.compare(
      both(
        omitting('$.total'),
        by((value) => Math.round(value.total)),
      ),
    ),
    either: start.compare(either(equal, approximately({ rel: 0.1 }))),
    acceptable: start.compare(acceptable(approximately({ abs: 0.01 }), 'within a cent')),
    ignoringCase: start.compare(ignoringCase),
    trimmed: start.compare(trimmed),
  };

  it('any of ours still asks its candidates for what the control gives', () => {
    for (const compared of Object.values(comparators)) {
      compared.try(() => quote).try('later', async () => quote);
      // @ts-expect-error: a string is no Quote
      compared.try(() => 'text');
      // @ts-expect-error: nor is a Quote without its lines
      compared.try(() => ({ total: 1, currency: 'EUR', at: 1 }));
    }
    expectTypeOf(comparators.equal).toEqualTypeOf(start.try(() => quote));
    expectTypeOf(comparators.ignoringCase).toEqualTypeOf(comparators.equal);
    expectTypeOf(comparators.both).toEqualTypeOf(comparators.equal);
  });

  it('a ranking knows its items from the control', () => {
    const shelf = experiment('shelf').use(recommend);
    shelf.compare(ranked({ k: 10, atLeast: 0.9, by: 'sku' })).try(async () => lines);
    shelf.compare(
      ranked({
        k: 10,
        atLeast: 0.9,
        by: (line) => {
          expectTypeOf(line).toEqualTypeOf<Line>();
          return line.sku;
        },
      }),
    );
    // @ts-expect-error: what is ranked are lists
    start.compare(ranked({ k: 10, atLeast: 0.9 }));
    // @ts-expect-error: a Set has an order, but nobody says that it is a ranking
    ranked({ k: 10, atLeast: 0.9 })(new Set([1]), new Set([1]));
    // @ts-expect-error: these are no lines
    ranked({ k: 10, atLeast: 0.9, by: (line: Line) => line.sku })(['a'], ['b']);
  });

  it('a function chooses what candidates may answer', () => {
    const text = start.compare((control: Quote, candidate: string) => String(control.total) === candidate);
    text.try(() => '9.99');
    // @ts-expect-error: a string it is
    text.try(() => quote);
    const anything = start.compare(
      (control: Quote, candidate: any) => control.total === candidate.cents / 100,
    );
    anything.try(() => ({ cents: 999 }));
    const unknowing = start.compare((control: Quote, candidate: unknown) => control === candidate);
    // @ts-expect-error: what takes anything has not said that candidates may answer anything
    unknowing.try(() => 'text');
    const projected = start.compare(
      by((value: Quote | { cents: number }) => ('cents' in value ? value.cents : 0)),
    );
    projected.try(() => ({ cents: 999 }));
  });
});

describe('comparators inside comparators', () => {
  it('see what was projected', () => {
    by(
      (value: Quote) => value.total,
      (one, other) => {
        expectTypeOf(one).toEqualTypeOf<number>();
        return one === other;
      },
    );
    by((value: Quote) => value.lines, ranked({ k: 3, atLeast: 1, by: 'sku' }));
    const texts = (one: string, other: string) => one === other;
    // @ts-expect-error: a total is a number
    by((value: Quote) => value.total, texts);
  });

  it('compare the same values', () => {
    const totals = (one: Quote, other: Quote) => one.total === other.total;
    expectTypeOf(both(totals, equal)).toEqualTypeOf<Comparator<Quote, Quote>>();
    expectTypeOf(either(equal, totals)).toEqualTypeOf<Comparator<Quote, Quote>>();
    expectTypeOf(acceptable(totals)).toEqualTypeOf<Comparator<Quote, Quote>>();
    // @ts-expect-error: one of quotes and one of strings
    both(totals, (one: string, other: string) => one === other);
    // @ts-expect-error: a quote has no such field
    acceptable((one: Quote, other: Quote) => one.net === other.net);
  });

  it('go any number deep', () => {
    const deep = acceptable(
      either(
        equal,
        both(
          omitting('$.at', approximately({ abs: 0.01 })),
          at({ '$.currency': ignoringCase, '$.lines': unordered('sku', omitting('$.net')) }, trimmed),
        ),
      ),
      'known',
    );
    experiment('e')
      .use(legacy)
      .compare(deep)
      .try(() => quote);
  });
});

describe('wrong use that needs no run to be found', () => {
  it('does not compile', () => {
    // @ts-expect-error: there must be a path
    omitting();
    // @ts-expect-error: a path is a text
    omitting(3);
    // @ts-expect-error: a tolerance has a unit: { abs } or { rel }
    approximately(0.01);
    // @ts-expect-error: and no other
    approximately({ absolute: 0.01 });
    // @ts-expect-error: a comparator by path
    at({ '$.total': 0.01 });
    // @ts-expect-error: a key is a name, a path or a function
    unordered(3);
    // @ts-expect-error: a function, not a path
    by('$.total');
    // @ts-expect-error: true is no comparator
    acceptable(true);
    // @ts-expect-error: a reason is a text
    acceptable(equal, 1);
    // @ts-expect-error: how many are looked at?
    ranked({ atLeast: 0.9 });
    // @ts-expect-error: which score counts as equal?
    ranked({ k: 10 });
    // @ts-expect-error: one of two scores
    ranked({ k: 10, atLeast: 0.9, score: 'best' });
    // @ts-expect-error: neither is 'equal' a comparator
    both(equal, 'equal');
  });
});
