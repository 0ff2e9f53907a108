/** A number of JSON with all its digits, which no number of JavaScript has. `1.0` is one too, since it would become 1. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Strings, and what may be numbers outside of them. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
/** A number of so many characters, or one with a fraction or an exponent, may lose something. */
const MAY_LOSE = /\d{16}|\d[.eE]|-0/;

/**
 * Parses JSON like `JSON.parse`, but a number that JavaScript would print in another way becomes an `ExactNumber`. Not
 * all browsers tell a reviver the source of a number yet.
 */
export function parseExact(text: string): unknown {
  if (!MAY_LOSE.test(text)) return JSON.parse(text);
  const mark = markFor(text);
  let isMarked = false;
  const marked = text.replaceAll(TOKENS, (token) => {
    if (token.startsWith('"') || String(Number(token)) === token || !IS_NUMBER.test(token)) return token;
    isMarked = true;
    return `"${mark}${token}"`;
  });
  if (!isMarked) return JSON.parse(text);
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? new ExactNumber(value.slice(mark.length)) : value,
  );
}

const IS_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Formats a value as JSON with two spaces. Each exact number keeps its text. */
export function formatExact(value: unknown): string {
  const texts: string[] = [];
  const plain = JSON.stringify(value);
  const mark = markFor(plain);
  const marked = JSON.stringify(
    value,
    (_key, inner: unknown) => (inner instanceof ExactNumber ? `${mark}${texts.push(inner.text) - 1}` : inner),
    2,
  );
  return marked.replaceAll(new RegExp(`"${mark}(\\d+)"`, 'g'), (_, index: string) => texts[Number(index)] ?? '');
}

/** Makes a text that doesn't occur in another one. */
function markFor(text: string): string {
  let mark: string;
  do mark = `number-${Math.random().toString(36).slice(2)}-`;
  while (text.includes(mark));
  return mark;
}
