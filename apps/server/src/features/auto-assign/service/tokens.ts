/** A token of Python or R code: a name or number, a string literal with its text, or one other character. */
export interface Token {
  kind: 'name' | 'string' | 'other';
  text: string;
  /** Indentation of the line, for the first token of a line; else null. */
  indent: number | null;
}

const NAME = /[\p{L}\p{N}_.]+/uy;
/** Prefixes of Python string literals whose text is literal; `f` and `b` strings differ. */
const PLAIN_PREFIX = /^(|u|r)$/i;
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', '\n': '' };

/**
 * Splits Python or R code into tokens, without comments and white space. A literal with unknown text (an f-string,
 * bytes) is `other`. Takes one pass over any text.
 */
export function tokensOf(code: string): Token[] {
  const tokens: Token[] = [];
  let lineStart: number | null = 0;
  const push = (kind: Token['kind'], text: string, at: number) => {
    tokens.push({ kind, text, indent: lineStart === null ? null : at - lineStart });
    lineStart = null;
  };
  for (let at = 0; at < code.length; ) {
    const char = code.charAt(at);
    if (char === '#') at = endOfLine(code, at);
    else if (/\s/.test(char)) {
      at += 1;
      if (char === '\n') lineStart = at;
    } else if (char === '"' || char === "'") {
      const { text, end, closed } = stringAt(code, at, false);
      push(closed ? 'string' : 'other', text, at);
      at = end;
    } else {
      NAME.lastIndex = at;
      const begin = at;
      const word = NAME.exec(code)?.[0] ?? char;
      at += word.length;
      const quote = code.charAt(at);
      const isPrefix = /^[a-z]{1,2}$/i.test(word) && (quote === '"' || quote === "'");
      if (!isPrefix) {
        push(word === char && !/[\p{L}\p{N}_]/u.test(char) ? 'other' : 'name', word, begin);
        continue;
      }
      const { text, end, closed } = stringAt(code, at, /r/i.test(word));
      push(closed && PLAIN_PREFIX.test(word) ? 'string' : 'other', text, begin);
      at = end;
    }
  }
  return tokens;
}

const endOfLine = (code: string, at: number): number => {
  const end = code.indexOf('\n', at);
  return end < 0 ? code.length : end;
};

/**
 * The text of the literal whose first quote is at `start`, and its end. An apostrophe in prose opens a literal that
 * isn't closed on its line.
 */
function stringAt(code: string, start: number, raw: boolean): { text: string; end: number; closed: boolean } {
  const single = code.charAt(start);
  const quote = code.startsWith(single.repeat(3), start) ? single.repeat(3) : single;
  let text = '';
  for (let at = start + quote.length; at < code.length; ) {
    if (code.startsWith(quote, at)) return { text, end: at + quote.length, closed: true };
    const char = code.charAt(at);
    if (char === '\n' && quote.length === 1) return { text, end: at, closed: false };
    if (char === '\\' && !raw) {
      const escaped = code.charAt(at + 1);
      text += ESCAPES[escaped] ?? escaped;
      at += 2;
    } else {
      text += char;
      at += 1;
    }
  }
  return { text, end: code.length, closed: false };
}
