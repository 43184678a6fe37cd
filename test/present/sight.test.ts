import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Difference } from '../../src/index.js';
import { fingerprintShown, mark, pathShown, sideShown, textShown } from '../../src/present/sight.js';

describe('two texts', () => {
  const whole = ({ before, differing, after }: ReturnType<typeof mark>[0]) => before + differing + after;

  it('are marked where they differ, and nowhere else', () => {
    expect(mark('"Gross incl. VAT"', '"Gross excl. VAT"')).toEqual([
      { before: '"Gross ', differing: 'in', after: 'cl. VAT"' },
      { before: '"Gross ', differing: 'ex', after: 'cl. VAT"' },
    ]);
    expect(mark('4.5', '4.495').map(({ differing }) => differing)).toEqual(['5', '495']);
    expect(mark('aa', 'aaa').map(({ differing }) => differing)).toEqual(['', 'a']);
  });

  it('are whole, and alike outside of the marks, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        const [left, right] = mark(one, other);
        expect([whole(left), whole(right)]).toEqual([one, other]);
        expect([left.before, left.after]).toEqual([right.before, right.after]);
      }),
    );
  });

  it('are not cut through a character', () => {
    expect(mark('😀', '😁').map(({ differing }) => differing)).toEqual(['😀', '😁']);
  });
});

describe('what a person may see of a value', () => {
  const difference: Difference = { path: '$.name', kind: 'changed', control: 'Ada', candidate: 'Bob' };

  it('is no text, unless the experiment captures values', () => {
    expect(sideShown(difference, 'control', 'shape')).toEqual({ is: 'not captured' });
    expect(sideShown(difference, 'control', 'values')).toEqual({ is: 'value', text: '"Ada"' });
  });

  it('is no object either: it may have text in it', () => {
    const nested: Difference = { path: '$', kind: 'changed', control: { name: 'Ada' }, candidate: ['Bob'] };
    expect(sideShown(nested, 'control', 'shape')).toEqual({ is: 'not captured' });
    expect(sideShown(nested, 'candidate', 'shape')).toEqual({ is: 'not captured' });
  });

  it.each([1.5, true, null])('is %j in any case', (value) => {
    expect(sideShown({ ...difference, control: value }, 'control', 'shape')).toMatchObject({ is: 'value' });
  });

  it('is that there is nothing, where one side has nothing', () => {
    expect(sideShown({ path: '$.a', kind: 'added', candidate: 1 }, 'control', 'values')).toEqual({
      is: 'absent',
    });
    expect(sideShown({ path: '$.a', kind: 'removed', control: 1 }, 'candidate', 'values')).toEqual({
      is: 'absent',
    });
  });

  it('is bounded, and nothing that a terminal or a page would act upon', () => {
    const long = sideShown({ ...difference, control: 'x'.repeat(1e7) }, 'control', 'values');
    expect(long.is === 'value' && long.text.length).toBeLessThan(200);
    expect(textShown('\u001b[31m\u202eabc\n')).toBe('\\x1b[31m\\u{202e}abc\\x0a');
  });
});

describe('a path', () => {
  it('has no key in it that may say whose it is, unless the experiment captures values', () => {
    const path = '$.byName["Ada Lovelace"].total';
    expect(pathShown(path, 'shape')).toBe('$.byName.*.total');
    expect(pathShown(path, 'values')).toBe(path);
    const shape = { fingerprint: `${path} changed`, outcome: 'mismatch' as const };
    expect(fingerprintShown(shape, 'shape')).toBe('$.byName.*.total changed');
    expect(fingerprintShown(shape, 'values')).toBe(shape.fingerprint);
    expect(fingerprintShown({ ...shape, fingerprint: 'Ada was here' }, 'shape')).toBe('a shape of its own');
  });
});
