import { Budget, LIMITS } from '../limits.ts';
import { diffSequences, type Run } from '../sequence/sequences.ts';
import { type Looks, readSvg, type SvgElement } from './read-svg.ts';

/** An attribute that differs. Long values are cut. Undefined: the element lacks it. */
export type AttributeChange = { name: string; a?: string; b?: string };

/** An element that differs. `path` names it and its ancestors, such as `svg > g#axes > path`. */
export type ElementChange =
  | { kind: 'removed' | 'added'; path: string }
  | { kind: 'changed'; path: string; attributes: AttributeChange[] };

/** A text that differs. Long ones are cut. */
export type WordsChange = { kind: 'removed' | 'added'; text: string } | { kind: 'changed'; a: string; b: string };

export type SvgDiff = {
  /** Tells whether the files are the same. */
  equal: boolean;
  /** Tells whether anything differs that is not listed: IDs, metadata or spaces. Only of drawings that look the same. */
  rest_differs: boolean;
  elements: { a: number; b: number; added: number; removed: number; changed: number };
  changes: ElementChange[];
  texts: WordsChange[];
  /** Differing elements and texts that are not listed. */
  unlisted: number;
};

export type SvgOptions = { budget?: Budget };

/** Lists the elements and texts that differ between two drawings. Throws `Skip` beyond the limits. */
export function diffSvg(a: string, b: string, { budget = new Budget() }: SvgOptions = {}): SvgDiff {
  const check = () => budget.check();
  const looks: Looks = new Map();
  const [drawing, other] = [readSvg(a, looks), readSvg(b, looks)];
  check();
  const changes = diffElements(drawing.elements, other.elements, check);
  const texts = diffWordsOf(drawing.texts, other.texts, check);
  const count = (kind: ElementChange['kind']) => changes.filter((change) => change.kind === kind).length;
  const listed = { changes: changes.slice(0, LIMITS.listed), texts: texts.slice(0, LIMITS.listed) };
  return {
    equal: a === b,
    rest_differs: a !== b && changes.length + texts.length === 0,
    elements: {
      a: drawing.elements.length,
      b: other.elements.length,
      added: count('added'),
      removed: count('removed'),
      changed: count('changed'),
    },
    ...listed,
    unlisted: changes.length + texts.length - listed.changes.length - listed.texts.length,
  };
}

function diffElements(a: readonly SvgElement[], b: readonly SvgElement[], check: () => void): ElementChange[] {
  const keys = (elements: readonly SvgElement[]) => elements.map(({ key }) => key);
  return replaced(keys(a), keys(b), check).flatMap((run) => {
    const [some, others] = [a.slice(run.a, run.aEnd), b.slice(run.b, run.bEnd)];
    // Elements of one name at the same place are versions of one element.
    const names = (elements: readonly SvgElement[]) => elements.map(({ name }) => name);
    return diffSequences(names(some), names(others), check).flatMap((part): ElementChange[] => {
      const [left, right] = [some.slice(part.a, part.aEnd), others.slice(part.b, part.bEnd)];
      if (!part.equal)
        return [
          ...left.map(({ path }): ElementChange => ({ kind: 'removed', path })),
          ...right.map(({ path }): ElementChange => ({ kind: 'added', path })),
        ];
      return left.flatMap((element, index): ElementChange[] => {
        const other = right[index];
        if (!other || other.key === element.key) return [];
        return [{ kind: 'changed', path: other.path, attributes: diffAttributes(element, other) }];
      });
    });
  });
}

/** Longest text or value of an attribute in a result. Paths can have megabytes. */
const LONGEST = 200;

const cut = (value: string): string => (value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);

function diffAttributes({ attributes: a }: SvgElement, { attributes: b }: SvgElement): AttributeChange[] {
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((name): AttributeChange[] => {
    const [value, other] = [a.get(name), b.get(name)];
    if (value === other || name === 'id') return [];
    return [
      { name, ...(value === undefined ? {} : { a: cut(value) }), ...(other === undefined ? {} : { b: cut(other) }) },
    ];
  });
}

function diffWordsOf(a: readonly string[], b: readonly string[], check: () => void): WordsChange[] {
  return replaced(a, b, check).flatMap((run): WordsChange[] => {
    const [left, right] = [a.slice(run.a, run.aEnd), b.slice(run.b, run.bEnd)];
    if (left.length === right.length)
      return left.map((text, index): WordsChange => ({ kind: 'changed', a: cut(text), b: cut(right[index] ?? '') }));
    return [
      ...left.map((text): WordsChange => ({ kind: 'removed', text: cut(text) })),
      ...right.map((text): WordsChange => ({ kind: 'added', text: cut(text) })),
    ];
  });
}

const replaced = (a: readonly string[], b: readonly string[], check: () => void): Run[] =>
  diffSequences(a, b, check).filter(({ equal }) => !equal);
