import { type Cells, cellsOf } from './cells.ts';
import { type Box, heightOf, type Picture, widthOf } from './picture.ts';
import { isSame } from './regions.ts';

/** Difference from the background at which a pixel belongs to the content: as for the ends of a region. */
const CONTRAST = 28;
/** Part of the width and height of the content that is a corner. */
const CORNER = { width: 0.25, height: 0.15 };

/**
 * Boxes of the content of a box without what lies in a corner of it, such as the buttons of a viewer, a logo or the number
 * of a slide: without each corner, and without all of them. Only those that differ from the whole content.
 */
export function withoutCorners(picture: Picture, box: Box): Box[] {
  const parts = partsOf(cellsOf(picture, box, CONTRAST));
  const content = unionOf(parts);
  if (!content) return [];
  const corners = cornersOf(content);
  const isLeft = (removed: readonly Box[]) => (part: Box) => !removed.some((corner) => isWithin(part, corner));
  const found: Box[] = [];
  for (const removed of [...corners.map((corner) => [corner]), corners]) {
    const rest = unionOf(parts.filter(isLeft(removed)));
    if (rest && ![content, ...found].some((other) => isSame(rest, other))) found.push(rest);
  }
  return found;
}

function cornersOf(content: Box): Box[] {
  const [width, height] = [CORNER.width * widthOf(content), CORNER.height * heightOf(content)];
  const [left, right] = [
    { left: content.left, right: content.left + width },
    { left: content.right - width, right: content.right },
  ];
  const [upper, lower] = [
    { top: content.top, bottom: content.top + height },
    { top: content.bottom - height, bottom: content.bottom },
  ];
  return [left, right].flatMap((across) => [upper, lower].map((down) => ({ ...across, ...down })));
}

/** Boxes of connected content. */
function partsOf(cells: Cells): Box[] {
  const { columns, left, top, right, bottom } = cells;
  const isSeen = new Uint8Array(right.length);
  const parts: Box[] = [];
  for (let start = 0; start < right.length; start++) {
    if (right[start] === 0 || isSeen[start]) continue;
    const part = { left: left[start] ?? 0, top: top[start] ?? 0, right: 0, bottom: 0 };
    isSeen[start] = 1;
    const queue = [start];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      part.left = Math.min(part.left, left[at] ?? 0);
      part.top = Math.min(part.top, top[at] ?? 0);
      part.right = Math.max(part.right, right[at] ?? 0);
      part.bottom = Math.max(part.bottom, bottom[at] ?? 0);
      const x = at % columns;
      for (let down = -columns; down <= columns; down += columns)
        for (let across = -1; across <= 1; across++) {
          const next = at + down + across;
          if (x + across < 0 || x + across >= columns || !right[next] || isSeen[next]) continue;
          isSeen[next] = 1;
          queue.push(next);
        }
    }
    parts.push(part);
  }
  return parts;
}

function unionOf(boxes: readonly Box[]): Box | undefined {
  const [first, ...others] = boxes;
  if (!first) return undefined;
  const union = { ...first };
  for (const { left, top, right, bottom } of others) {
    union.left = Math.min(union.left, left);
    union.top = Math.min(union.top, top);
    union.right = Math.max(union.right, right);
    union.bottom = Math.max(union.bottom, bottom);
  }
  return union;
}

const isWithin = (part: Box, box: Box): boolean =>
  part.left >= box.left && part.right <= box.right && part.top >= box.top && part.bottom <= box.bottom;
