/** A text whose matching words are marked. `marks` are begins and ends in UTF-16 units, in order. */
export function Marked({ text, marks }: { text: string; marks: readonly (readonly number[])[] }) {
  const parts: { text: string; isMarked: boolean; at: number }[] = [];
  let last = 0;
  for (const [begin = 0, end = 0] of marks) {
    if (begin < last || end <= begin) continue;
    parts.push({ text: text.slice(last, begin), isMarked: false, at: last });
    parts.push({ text: text.slice(begin, end), isMarked: true, at: begin });
    last = end;
  }
  parts.push({ text: text.slice(last), isMarked: false, at: last });
  return parts.map(({ text: part, isMarked, at }) =>
    isMarked ? <mark key={`${at} marked`}>{part}</mark> : <span key={at}>{part}</span>,
  );
}
