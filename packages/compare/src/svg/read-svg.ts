import { parseXml, XmlComment, XmlElement, XmlText } from '@rgrove/parse-xml';
import { LIMITS, limit, Skip } from '../limits.ts';

/** An element of a drawing. `path` names it and its ancestors. `key` is the same for elements that look the same. */
export type SvgElement = { name: string; path: string; attributes: ReadonlyMap<string, string>; key: string };

/** Elements and texts in the order of the drawing. */
export type Drawing = { elements: SvgElement[]; texts: string[] };

/** Elements without a look: their contents are not compared. */
const HIDDEN = new Set(['metadata', 'sodipodi:namedview']);

/** Elements whose text is no words but part of their look. */
const CODE = new Set(['style', 'script']);

/**
 * Reads an SVG. Entities of its own are not resolved, and nothing is loaded. Comments count as texts, because
 * Matplotlib draws letters as paths and keeps the words in comments. Throws `Skip` if it is no XML.
 */
export function readSvg(source: string, looks: Looks): Drawing {
  limit(source.length, LIMITS.characters, 'characters');
  const root = parse(source);
  const targets = new Map<string, XmlElement>();
  const nodes = walk(root);
  for (const { node } of nodes) {
    const id = node instanceof XmlElement ? node.attributes['id'] : undefined;
    if (node instanceof XmlElement && id !== undefined && !targets.has(id)) targets.set(id, node);
  }
  const numberOf = numbering(targets, looks);
  const elements: SvgElement[] = [];
  const texts: string[] = [];
  for (const { node, path } of nodes) {
    if (node instanceof XmlElement) elements.push(elementOf(node, path, numberOf));
    else texts.push(node);
  }
  return { elements, texts };
}

function parse(source: string): XmlElement {
  try {
    const { root } = parseXml(source, { preserveComments: true, ignoreUndefinedEntities: true });
    if (root) return root;
  } catch {
    // Deep nesting overflows the parser's stack, and other errors are of the syntax.
  }
  throw new Skip('the SVG is not well-formed XML');
}

type Visited = { node: XmlElement | string; path: string };

/** Lists elements and texts. Without recursion, because files may nest deeply. */
function walk(root: XmlElement): Visited[] {
  const visited: Visited[] = [];
  const work: Visited[] = [{ node: root, path: labelOf(root) }];
  for (let item = work.pop(); item; item = work.pop()) {
    visited.push(item);
    const { node, path } = item;
    if (!(node instanceof XmlElement) || HIDDEN.has(node.name)) continue;
    const isCode = CODE.has(node.name);
    for (const child of node.children.toReversed()) {
      if (child instanceof XmlElement) work.push({ node: child, path: pathTo(path, child) });
      const isWords = (child instanceof XmlText && !isCode) || child instanceof XmlComment;
      const words = isWords ? (child instanceof XmlText ? child.text : child.content) : '';
      const text = words.replaceAll(/\s+/g, ' ').trim();
      if (text !== '') work.push({ node: text, path });
    }
  }
  return visited;
}

/** Longest path. Of deeper elements, only the nearest ancestors are named. */
const LONGEST = 200;

function pathTo(parent: string, element: XmlElement): string {
  const path = `${parent} > ${labelOf(element)}`;
  return path.length > LONGEST ? `…${path.slice(-LONGEST)}` : path;
}

const labelOf = ({ name, attributes }: XmlElement): string =>
  attributes['id'] === undefined ? name : `${name}#${attributes['id']}`;

// The length of an ID is bounded, because a search would else take quadratic time.
const REFERENCE = /url\(\s{0,9}["']?#([^)"'\s]{1,200})["']?\s{0,9}\)|^#(\S+)$/g;

function elementOf(node: XmlElement, path: string, numberOf: (id: string) => string): SvgElement {
  const attributes = attributesOf(node);
  // An ID has no look, and is often random: a reference means the element that it names.
  const seen = (value: string) =>
    value.replaceAll(REFERENCE, (_, url?: string, link?: string) => numberOf(url ?? link ?? ''));
  const looks = [...attributes].filter(([name]) => name !== 'id').map(([name, value]) => `${name}=${seen(value)}`);
  return { name: node.name, path, attributes, key: [node.name, ...looks].join('\n') };
}

/** Numbers of the looks of referenced elements. Both drawings must be read with the same ones. */
export type Looks = Map<string, number>;

/** Gives the same number to IDs of elements that look the same. */
function numbering(targets: ReadonlyMap<string, XmlElement>, looks: Looks): (id: string) => string {
  const known = new Map<string, string>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const target = targets.get(id);
    const look = target ? lookOf(target) : '';
    if (!looks.has(look)) looks.set(look, looks.size);
    const number = `(${looks.get(look)})`;
    known.set(id, number);
    return number;
  };
}

/** Attributes in the order of their names. The text of a style is one of them. */
function attributesOf(node: XmlElement): Map<string, string> {
  const code = CODE.has(node.name) ? ([['(text)', node.text]] as const) : [];
  return new Map([...Object.entries(node.attributes), ...code].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Describes an element and its children, without IDs and references. */
function lookOf(node: XmlElement): string {
  const own = (element: XmlElement): string => {
    const looks = [...attributesOf(element)].filter(([name, value]) => name !== 'id' && !value.includes('#'));
    return [element.name, ...looks].join(' ');
  };
  return [node, ...node.children].map((one) => (one instanceof XmlElement ? own(one) : '')).join(';');
}
