import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '../../../kernel/errors.ts';
import type { Pictures, Reason } from '../../../kernel/pictures/index.ts';
import { picturesIn } from './office.ts';

/** Side of a drawn page in pixels, and most pages of a document that are looked at. */
const SIDE = 2048;
const MOST_PAGES = 5;

interface Drawer {
  pictures: Pick<Pictures, 'thumbnail'>;
  userId: string;
  /** Ends the drawing when the caller leaves. */
  gone: AbortSignal;
}

/**
 * Draws the first pages of a file, or the first pictures of an Office document, as PNG. Throws `not_drawable` if there is
 * none, and `PicturesBusy`.
 */
export async function pagesOf(file: Buffer, drawer: Drawer): Promise<Uint8Array[]> {
  const embedded = await picturesIn(file).catch(() => []);
  const drawn: Uint8Array[] = [];
  let reason: Reason = 'unreadable';
  for (const source of embedded ?? [file]) {
    const pages = await drawFile(source, drawer);
    if (Array.isArray(pages)) drawn.push(...pages);
    else reason = pages.reason;
  }
  if (drawn.length > 0) return drawn;
  throw new ApiError('not_drawable', textOf(reason));
}

const textOf = (reason: Reason): string =>
  reason === 'unreadable'
    ? 'The file is damaged, or no picture. It may be PNG, JPEG, GIF, WebP, AVIF, TIFF, SVG, EPS, PDF, .pptx or .docx.'
    : `The picture can not be read (${reason.replaceAll('_', ' ')}).`;

/** Draws the first pages. The file is in a folder of its own while that takes. */
async function drawFile(file: Buffer, { pictures, userId, gone }: Drawer) {
  const folder = await mkdtemp(join(tmpdir(), 'gofigr-query-'));
  const path = join(folder, 'query');
  // Ghostscript doesn't count pages: it fails after the last one.
  const most = isDocument(file) ? MOST_PAGES : 1;
  const pages: Uint8Array[] = [];
  try {
    await writeFile(path, file, { mode: 0o600 });
    for (let page = 1; page <= most; page++) {
      gone.throwIfAborted();
      const request = { path, format: '', size: SIDE, as: 'png', page } as const;
      const drawing = await pictures.thumbnail(request, { author: userId, caller: userId });
      if (!drawing.picture) return pages.length > 0 ? pages : { reason: drawing.reason };
      pages.push(drawing.picture);
    }
    return pages;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isDocument = (file: Buffer): boolean => file.subarray(0, 1024).includes('%PDF-');
