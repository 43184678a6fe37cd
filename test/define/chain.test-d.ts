import type { MeterProvider } from '@opentelemetry/api';
import { describe, expectTypeOf, it } from 'vitest';
import { approximately, drain, experiment, openTelemetry, ranked, toConsole } from '../../src/index.js';
import { assertMismatched, expectUnharmed, sabotage, testLaboratory } from '../../src/testing/index.js';

interface Quote {
  total: number;
}
interface Cart {
  net: number;
}
declare function legacy(cart: Cart, currency?: string): Quote;
declare function legacyLater(cart: Cart): Promise<Quote>;
declare function newer(cart: Cart): Quote;

describe('types come from the control', () => {
  it('arguments, value, sync or async', () => {
    const wrapped = experiment('e').use(legacy).try(newer).sample(0.5).wrap();
    expectTypeOf(wrapped).toEqualTypeOf<typeof legacy>();
    const run = experiment('e').use(legacyLater).try(newer).run;
    expectTypeOf(run).toEqualTypeOf<typeof legacyLater>();
    experiment('e')
      .use((n: number) => n)
      .try((n) => {
        expectTypeOf(n).toEqualTypeOf<number>();
        return n;
      });
  });

  it('a candidate may be async when the control is not, and the reverse', () => {
    experiment('e')
      .use(legacy)
      .try(async (cart) => ({ total: cart.net }));
    experiment('e')
      .use(legacyLater)
      .try((cart) => ({ total: cart.net }));
    experiment('e').use(legacy).try('named', legacyLater);
  });

  it('a candidate with another value does not compile without a comparator before it', () => {
    const start = experiment('e').use(legacy);
    // @ts-expect-error: a string is no Quote
    start.try(() => 'text');
    // @ts-expect-error: nor is a promise of one
    start.try('named', async () => 'text');
    const compared = start.compare((control: Quote, text: string) => String(control.total) === text);
    compared.try(() => 'text').try('other', async () => 'text');
    const tried = start.try(newer);
    // @ts-expect-error: the candidates' type has been chosen by then
    tried.compare((_: Quote, text: string) => text === '');
  });

  it('a candidate that takes something else does not compile', () => {
    const start = experiment('e').use(legacy);
    // @ts-expect-error: the control takes a Cart
    start.try((cart: string) => ({ total: cart.length }));
  });

  it('callbacks see the arguments and `this`', () => {
    function method(this: Cart, rate: number): number {
      return this.net * rate;
    }
    const chain = experiment('e')
      .use(method)
      .try(method)
      .when(function (rate) {
        expectTypeOf(this).toEqualTypeOf<Cart>();
        expectTypeOf(rate).toEqualTypeOf<number>();
        return true;
      })
      .prepare((rate) => [rate])
      .context((rate) => ({ rate }))
      .sample((rate) => rate > 1);
    expectTypeOf(chain.wrap()).toEqualTypeOf<typeof method>();
    // @ts-expect-error: one argument, and it is a number
    chain.prepare(() => ['text']);
  });

  it('generics, overloads and own properties survive', () => {
    function first<T>(items: T[]): T | undefined {
      return items[0];
    }
    const generic = experiment('e')
      .use(first)
      .try((items) => items[0])
      .wrap();
    expectTypeOf(generic([1])).toEqualTypeOf<number | undefined>();

    function parse(text: string): number;
    function parse(text: string, asText: true): string;
    function parse(text: string, asText?: true): number | string {
      return asText ? text : Number(text);
    }
    const overloaded = experiment('e').use(parse).wrap();
    expectTypeOf(overloaded('1')).toEqualTypeOf<number>();
    expectTypeOf(overloaded('1', true)).toEqualTypeOf<string>();

    const tagged = experiment('e')
      .use(Object.assign(legacy, { version: 1 }))
      .try(newer)
      .wrap();
    expectTypeOf(tagged.version).toEqualTypeOf<number>();
  });

  it('a thenable that is more than a promise becomes a promise', () => {
    interface Query extends PromiseLike<Quote> {
      where(condition: string): Query;
    }
    const wrapped = experiment('e')
      .use((_: string) => ({}) as Query)
      .try(async () => ({ total: 1 }))
      .wrap();
    expectTypeOf(wrapped).parameters.toEqualTypeOf<[string]>();
    expectTypeOf(wrapped('')).toEqualTypeOf<Promise<Quote>>();
  });

  it('promises of several types, or a promise or not, stay what they are', () => {
    const either = (n: number) => (n > 1 ? Promise.resolve({ a: n }) : Promise.resolve({ b: '' }));
    expectTypeOf(experiment('e').use(either).try(either).wrap()).toEqualTypeOf<typeof either>();
    const maybe = (n: number) => (n > 1 ? Promise.resolve(n) : undefined);
    expectTypeOf(experiment('e').use(maybe).try(maybe).wrap()).toEqualTypeOf<typeof maybe>();
    class Query<T> extends Promise<T> {
      readonly text = '';
    }
    const cached = (n: number) => (n > 1 ? ({} as Query<Quote>) : { total: n });
    const wrapped = experiment('e').use(cached).wrap();
    expectTypeOf(wrapped(1)).toEqualTypeOf<Promise<Quote> | Quote>();
  });

  it('a control that answers anything or never stays what it is', () => {
    expectTypeOf(
      experiment('e')
        .use((): any => 1)
        .wrap(),
    ).toEqualTypeOf<() => any>();
    const fails = (): never => {
      throw new Error();
    };
    expectTypeOf(experiment('e').use(fails).wrap()).toEqualTypeOf<() => never>();
    expectTypeOf(
      experiment('e')
        .use((): void => {})
        .try(() => {})
        .wrap(),
    ).toEqualTypeOf<() => void>();
  });

  it('wrong values do not compile', () => {
    // @ts-expect-error
    experiment('e', { order: 'backwards' });
    // @ts-expect-error
    experiment('e').use(legacy).sample('often');
  });

  it('an option may be given as undefined where it may be left out', () => {
    const unknown = undefined as number | undefined;
    experiment('e')
      .use(legacy)
      .measure('total', ({ total }) => total, { limit: unknown });
    experiment('e')
      .use(legacy)
      .compare(() => ({ acceptable: true, reason: undefined as string | undefined }));
    approximately({ abs: unknown, rel: 0.01 });
    ranked({ k: 10, atLeast: 0.9, by: undefined as string | undefined, p: unknown });
    toConsole({ colour: undefined as boolean | undefined });
    openTelemetry({ meterProvider: undefined as MeterProvider | undefined });
    drain({ timeoutMs: unknown });
    const lab = testLaboratory();
    lab.drain({ timeoutMs: unknown });
    lab.settle({ patienceMs: unknown });
    const at = undefined as string | undefined;
    assertMismatched(lab, 'e', { at, times: unknown, variant: at, outcome: undefined });
    sabotage(newer, { throws: unknown, slowMs: unknown });
    expectUnharmed(newer, newer, [], { patienceMs: unknown });
  });
});
