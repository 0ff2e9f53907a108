import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stores } from '../../../kernel/blobs/index.ts';
import type { About, Drawing, Lend, Pictures, Reason, Turn } from '../../../kernel/pictures/index.ts';
import type { DataRow } from '../../revision/index.ts';
import { createFailures } from './failures.ts';
import { formatToDraw } from './pictures-of.ts';
import { keepSealed, unseal } from './sealed.ts';

export interface DrawerDeps {
  blobs: Pick<Stores, 'of'>;
  pictures: Pick<Pictures, 'thumbnail'>;
  /** Folder of drawn pictures. */
  folder: string;
}

export interface Wanted {
  size: number;
  as: 'png' | 'webp';
}

export interface Drawer {
  /** Draws a datum in a stored size, or reads the stored picture. Throws for damaged bytes, and if too many wait. */
  thumbnail(row: DataRow, wanted: Wanted, turn: Turn): Promise<{ bytes: Uint8Array } | Missing>;
  /** Draws a page of a datum as PNG, with facts about its source. Throws like `thumbnail`. */
  view(row: DataRow, wanted: { size: number; page: number }, turn: Turn): Promise<View | Missing>;
  /** File of a stored thumbnail. */
  keptAt(hash: string, wanted: Wanted): string;
  /** Reads a stored thumbnail; null if there is none. */
  kept(hash: string, wanted: Wanted): Promise<Uint8Array | null>;
  /** Removes the pictures of deleted bytes. */
  forget(hash: string): Promise<void>;
}

export interface Missing {
  bytes: null;
  reason: Reason;
}

interface View {
  bytes: Uint8Array;
  about: About;
}

/** Largest stored view. Larger ones and other pages aren't stored, so that one file can't fill the disk with views. */
const MOST_KEPT = 2048;
const NEW_LINE = 10;

/** Draws pictures of data and stores them. */
export function createDrawer({ blobs, pictures, folder }: DrawerDeps): Drawer {
  const failures = createFailures();
  const folderOf = (hash: string) => join(folder, hash.slice(0, 2));
  const keptAt = (hash: string, { size, as }: Wanted) => join(folderOf(hash), `${hash}-${size}.${as}`);
  const viewAt = (hash: string, size: number) => join(folderOf(hash), `${hash}-${size}.view`);

  async function draw(row: DataRow, order: Wanted & { page: number }, turn: Turn): Promise<Drawing> {
    const { hash, size_bytes: bytes, store } = row;
    // A large view may fail where a small one does not, and a page where another does not.
    const key = order.page === 1 && order.size <= MOST_KEPT ? hash : `${hash}/${order.page}/${order.size}`;
    const known = failures.of(hash) ?? failures.of(key);
    if (known) return { picture: null, reason: known };
    // The bytes are compared with the hash just before: pictures of damaged bytes must not be stored.
    const lend: Lend = (work) => blobs.of(store).withLocalFile(hash, bytes, work);
    const drawing = await pictures.thumbnail({ path: hash, lend, format: formatToDraw(row), ...order }, turn);
    if (drawing.picture === null && drawing.reason !== 'no_such_page') failures.add(key, drawing.reason);
    return drawing;
  }

  return {
    keptAt,
    kept: (hash, wanted) => read(keptAt(hash, wanted)),
    async thumbnail(row, wanted, turn) {
      const path = keptAt(row.hash, wanted);
      const kept = await read(path);
      if (kept) return { bytes: kept };
      const drawing = await draw(row, { ...wanted, page: 1 }, turn);
      if (drawing.picture === null) return { bytes: null, reason: drawing.reason };
      await keepSealed(path, drawing.picture);
      return { bytes: drawing.picture };
    },
    async view(row, { size, page }, turn) {
      const path = page === 1 && size <= MOST_KEPT ? viewAt(row.hash, size) : null;
      const kept = path && (await read(path));
      if (kept) return unpack(kept);
      const drawing = await draw(row, { size, page, as: 'png' }, turn);
      if (drawing.picture === null) return { bytes: null, reason: drawing.reason };
      const view = { bytes: drawing.picture, about: drawing.about };
      if (path) await keepSealed(path, pack(view));
      return view;
    },
    async forget(hash) {
      const names = await readdir(folderOf(hash)).catch(() => []);
      for (const name of names) if (name.startsWith(`${hash}-`)) await rm(join(folderOf(hash), name), { force: true });
    },
  };
}

/** One line of facts, then the picture. */
const pack = ({ about, bytes }: View): Buffer => Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), bytes]);

function unpack(file: Buffer): View {
  const end = file.indexOf(NEW_LINE);
  // Sealed, so it is the line that `pack` wrote.
  return { about: JSON.parse(file.toString('utf8', 0, end)) as About, bytes: file.subarray(end + 1) };
}

const read = (path: string): Promise<Buffer | null> => readFile(path).then(unseal, () => null);
