import { printable } from '../../publish/console-text.js';

/** Text that is HTML. Made by {@link html} alone, so that nothing gets in unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Content = Markup | string | number | undefined | false | readonly Content[];

/**
 * HTML, with everything put into it escaped: the content of elements, and attributes in double quotes.
 *
 * @example
 * html`<b title="${name}">${name}</b>`
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const parts = strings.map((string, index) => (index === 0 ? '' : textOf(contents[index - 1])) + string);
  return new Markup(parts.join(''));
}

function textOf(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return printable(String(content)).replace(/[&<>"'`]/g, (character) => ENTITIES[character] as string);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** An id for an element, from any text: different names have different ones. */
export function idOf(...parts: readonly string[]): string {
  return parts
    .map((part) =>
      part
        .slice(0, LONGEST_NAME)
        .replace(/[^a-z0-9]/gi, (other) => `_${(other.codePointAt(0) as number).toString(16)}`),
    )
    .join('-');
}

const LONGEST_NAME = 120;
