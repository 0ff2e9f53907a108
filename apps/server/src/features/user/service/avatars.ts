import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError } from '../../../kernel/errors.ts';
import { hashToken, newId } from '../../../kernel/ids.ts';
import { type Lend, type Pictures, PicturesBusy } from '../../../kernel/pictures/index.ts';

/** Side of the drawn pictures, in pixels, and the number of them in memory. */
const SIDE = 128;
const MOST_KEPT = 500;

export interface Avatars {
  /**
   * Draws an avatar small, from a PNG in base64: nothing else that is in the file gets out. `bytes` is null if it can't
   * be drawn. Throws `unavailable` if too many wait.
   */
  draw(avatar: string, turn: { author: string; caller: string }): Promise<{ bytes: Uint8Array | null; etag: string }>;
}

/** `folder` is for the files that are being drawn. */
export function createAvatars({
  pictures,
  folder,
}: {
  pictures: Pick<Pictures, 'thumbnail'>;
  folder: string;
}): Avatars {
  const kept = new Map<string, Uint8Array>();

  function keep(hash: string, bytes: Uint8Array): void {
    kept.delete(hash);
    kept.set(hash, bytes);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  }

  return {
    async draw(avatar, turn) {
      const hash = hashToken(avatar);
      const etag = `"${hash}"`;
      const known = kept.get(hash);
      if (known) {
        keep(hash, known);
        return { bytes: known, etag };
      }
      const lend: Lend = (work) => withFile(folder, Buffer.from(avatar, 'base64'), work);
      const request = { path: `avatar ${hash}`, lend, format: 'png', size: SIDE, as: 'webp' } as const;
      const { picture } = await pictures.thumbnail(request, turn).catch(tellBusy);
      if (picture) keep(hash, picture);
      return { bytes: picture, etag };
    },
  };
}

async function withFile<T>(folder: string, bytes: Uint8Array, work: (path: string) => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, newId());
  try {
    await writeFile(path, bytes, { mode: 0o600 });
    return await work(path);
  } finally {
    await rm(path, { force: true });
  }
}

function tellBusy(error: unknown): never {
  if (!(error instanceof PicturesBusy)) throw error;
  throw new ApiError('unavailable', 'Too many pictures are being drawn. Try again in a moment.', {
    headers: { 'retry-after': '5' },
  });
}
