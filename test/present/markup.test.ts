import { describe, expect, it } from 'vitest';
import { html, idOf } from '../../src/present/page/markup.js';

describe('HTML', () => {
  it('has everything escaped that is put into it, but for what is HTML already', () => {
    const inner = html`<b>${'<i>'}</b>`;
    expect(html`<p title="${`"'\`&<>`}">${[inner, 1, undefined, false]}</p>`.text).toBe(
      '<p title="&quot;&#39;&#96;&amp;&lt;&gt;"><b>&lt;i&gt;</b>1</p>',
    );
  });

  it('has no character in it that hides or turns round others', () => {
    expect(html`${'a\u202eb\u0000'}`.text).toBe('a\\u{202e}b\\x00');
  });

  it('has an id for every name, and no two names have one', () => {
    const names = ['a.b', 'a-b', 'a_b', 'a_2eb', 'a b', 'ä', '', '😀'];
    expect(new Set(names.map((name) => idOf(name))).size).toBe(names.length);
    expect(names.map((name) => idOf(name)).join('')).toMatch(/^[\w-]*$/);
  });
});
