import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../../kernel/ids.ts';
import type { NoStill } from '../../../kernel/pages/index.ts';
import type { Pictures, Turn } from '../../../kernel/pictures/index.ts';
import { keepSealed, unseal } from './sealed.ts';

const WORDS: Record<NoStill, readonly string[]> = {
  unavailable: ['This server has no browser', 'that could draw it.'],
  time: ['Drawing it takes too long.'],
  memory: ['Drawing it takes too much memory.'],
  size: ['It is too large to be drawn.'],
  failed: ['It could not be drawn.'],
};

/** A picture that says why there is none of an interactive figure. */
function svgOf(why: NoStill): string {
  const lines = WORDS[why].map((line, index) => `<text x="240" y="${236 + 28 * index}" font-size="21">${line}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320" viewBox="0 0 480 320">
<rect width="480" height="320" fill="#f1f3f5"/>
<g fill="none" stroke="#868e96" stroke-width="5" stroke-linecap="round" stroke-linejoin="round">
<path d="M190 60v80h100"/><path d="M206 122l24-30 20 14 32-42"/></g>
<g fill="#495057" font-family="sans-serif" text-anchor="middle">
<text x="240" y="196" font-size="28" font-weight="bold">Interactive figure</text>
${lines.join('\n')}</g></svg>`;
}

/** Draws a placeholder once for each reason and size. Null if the machine can't draw it. */
export async function drawPlaceholder(
  why: NoStill,
  { size, as, turn }: { size: number; as: 'png' | 'webp'; turn: Turn },
  { pictures, folder }: { pictures: Pick<Pictures, 'thumbnail'>; folder: string },
): Promise<Uint8Array | null> {
  const place = join(folder, 'placeholders');
  const kept = join(place, `${why}-${size}.${as}`);
  const known = await readFile(kept).then(unseal, () => null);
  if (known) return known;
  await mkdir(place, { recursive: true });
  // Another request may read it now.
  const source = join(place, `${why}.svg`);
  const temporary = `${source}.${newId()}`;
  await writeFile(temporary, svgOf(why));
  await rename(temporary, source);
  const { picture } = await pictures.thumbnail({ path: source, format: 'svg', size, as }, turn);
  if (picture) await keepSealed(kept, picture);
  return picture;
}
