import { describe, expect, test } from 'vitest';
import { ANY_INDEX, ANY_NAME, parsePath } from '../../src/judge/differences/pattern.js';

describe('A path', () => {
  test('is $, then names, keys, indices and wildcards', () => {
    expect(parsePath('$', 'omitting(...)')).toEqual([]);
    expect(parsePath('$.lines[3].größe', 'omitting(...)')).toEqual(['lines', 3, 'größe']);
    expect(parsePath('$["any \\"key\\""][*].*', 'omitting(...)')).toEqual(['any "key"', ANY_INDEX, ANY_NAME]);
    expect(parsePath('$["3"][3]', 'omitting(...)')).toEqual(['3', 3]);
  });

  const wrong = [
    '',
    'total',
    'a b',
    '$total',
    '$.',
    '$..a',
    '$.a.',
    '$[',
    '$[]',
    '$[a]',
    "$['a']",
    '$[-1]',
    '$[01]',
    '$[1.5]',
    '$["a]',
    '$["\\x"]',
    '$.a-b',
    '$ .a',
    '$.a ',
    '$.1',
    '$.get("a")',
    '$[**]',
    '$.**',
    '$*',
  ];
  for (const path of wrong) {
    test(`is refused when it is ${JSON.stringify(path)}`, () => {
      expect(() => parsePath(path, 'omitting(...)')).toThrow(TypeError);
    });
  }

  test('that is refused is named, with the call and what to write', () => {
    expect(() => parsePath('$.lines[first]', 'omitting(...)')).toThrow(
      'omitting(...) was given the path "$.lines[first]": what begins at "[first]" is not a step; write $, then .name, ["any key"], [3], [*] or .*',
    );
    expect(() => parsePath('total', 'at(...)')).toThrow(
      'at(...) was given the path "total": a path begins with $: $.total;',
    );
    expect(() => parsePath(3, 'at(...)')).toThrow('at(...) was given the path 3: a path is a string;');
  });
});
