/** Characters of a value that is shown whole. Browsers lay out a megabyte for seconds. */
const LONGEST = 2_000;
/** Characters of a longer one that are shown, and those of them before the first difference. */
const SHOWN = 500;
const BEFORE = 80;

/** Shortens two long values to the part where they begin to differ, and says their lengths. */
export function excerptsOf(
  a: string | undefined,
  b: string | undefined,
): [a: string | undefined, b: string | undefined] {
  const from = a === undefined || b === undefined ? 0 : Math.max(0, firstDifference(a, b) - BEFORE);
  return [a && excerpt(a, from), b && excerpt(b, from)];
}

function firstDifference(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index++;
  return index;
}

function excerpt(text: string, from: number): string {
  if (text.length <= LONGEST) return text;
  const end = from + SHOWN;
  const part = `${from > 0 ? '… ' : ''}${text.slice(from, end)}${end < text.length ? ' …' : ''}`;
  return `${part} (${text.length.toLocaleString('en')} characters)`;
}
