/** Line endings of a text. `none`: it has only one line. */
export type Endings = 'lf' | 'crlf' | 'mixed' | 'none';

/** Splits a text after each line feed. The lines keep their endings. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const ended = lines.map((line) => `${line}\n`);
  return last === '' ? ended : [...ended, last];
}

export function endingsOf(lines: readonly string[]): Endings {
  const ended = lines.filter((line) => line.endsWith('\n'));
  if (ended.length === 0) return 'none';
  const crlf = ended.filter((line) => line.endsWith('\r\n')).length;
  if (crlf === 0) return 'lf';
  return crlf === ended.length ? 'crlf' : 'mixed';
}

export const withLf = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/\r\n$/, '\n'));
