/** What a reader sees of a rendered document, sorted into places, so that a difference has a path. */
export interface Outline {
  readonly headings: readonly { readonly text: string; readonly level: number }[];
  readonly links: readonly { readonly href: string; readonly text: string }[];
  readonly images: readonly { readonly src: string; readonly alt: string }[];
  readonly listings: readonly { readonly code: string; readonly language: string }[];
  readonly cells: readonly { readonly text: string; readonly align: string }[];
  /** All the text without its white space, whatever is around it. */
  readonly prose: string;
}

/** Reads HTML as far as two Markdown renderers write it. */
export function outline(html: string): Outline {
  const visible = html.replace(/<!--[\s\S]*?-->/g, '');
  return {
    headings: elements(visible, 'h[1-6]').map(({ tag, inner }) => ({
      text: textOf(inner),
      level: Number(tag[1]),
    })),
    links: elements(visible, 'a')
      .map(({ attributes, inner }) => ({ href: attribute(attributes, 'href'), text: textOf(inner) }))
      .filter(({ href }) => href !== ''),
    images: openings(visible, 'img').map((attributes) => ({
      src: attribute(attributes, 'src'),
      alt: attribute(attributes, 'alt'),
    })),
    listings: elements(visible, 'pre').map(({ inner }) => ({
      code: decoded(inner.replace(TAG, '')),
      language: /<code class="language-([^"]*)"/.exec(inner)?.[1] ?? '',
    })),
    cells: elements(visible, 't[hd]').map(({ attributes, inner }) => ({
      text: textOf(inner),
      align: attribute(attributes, 'align'),
    })),
    prose: textOf(visible),
  };
}

const TAG = /<[^>]*>/g;

function elements(html: string, tag: string) {
  const found = html.matchAll(new RegExp(`<(${tag})(\\s[^>]*)?>([\\s\\S]*?)</\\1>`, 'gi'));
  return [...found].map(([, name = '', attributes = '', inner = '']) => ({ tag: name, attributes, inner }));
}

function openings(html: string, tag: string): string[] {
  return [...html.matchAll(new RegExp(`<${tag}(\\s[^>]*)?>`, 'gi'))].map(([, attributes = '']) => attributes);
}

function attribute(attributes: string, name: string): string {
  return decoded(new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(attributes)?.[1] ?? '');
}

function textOf(html: string): string {
  return decoded(html.replace(TAG, '')).replace(/\s+/g, '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  copy: '©',
  nbsp: '\u00a0',
};

/** The one renderer passes on what the other resolves. */
function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (entity, code: string | undefined, name: string) =>
    code === undefined ? (ENTITIES[name] ?? entity) : String.fromCodePoint(Number(code)),
  );
}
