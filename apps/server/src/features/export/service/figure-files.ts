import { joined } from '@gofigr/contract/export-layout';
import { Folder, safeName } from '@gofigr/contract/file-names';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Stores } from '../../../kernel/blobs/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { notAllowed } from '../../../kernel/errors.ts';
import { objects } from '../../../kernel/objects/index.ts';
import type { ArchivedFile } from '../../../kernel/zip.ts';
import { type Formats, namesOf } from '../../data/index.ts';
import { type DataRow, dataOf, newestOf, revisionsByIds } from '../../revision/index.ts';
import { isSignedIn } from '../store.ts';
import { dataFile, isGood, jsonFile } from './files.ts';

export interface FigureFiles {
  db: Db;
  blobs: Stores;
  formats: Formats;
  reader: SignedIn;
  ids: readonly string[];
  /** Pictures beside each other, or a folder for each figure with all its files. */
  which: 'pictures' | 'all';
  time: Date;
}

/** A figure or a datum that an archive lacks. */
interface LeftOut {
  figure: string;
  data?: string;
  name?: string;
  reason: 'not found' | 'no files' | 'damaged';
}

/** Yields the files of the newest revisions of figures, in their order, and a list of what is left out. */
export async function* figureFiles(all: FigureFiles): AsyncGenerator<ArchivedFile> {
  const { db, blobs, formats, reader, ids, which, time } = all;
  const root = new Folder(['left-out.json']);
  const leftOut: LeftOut[] = [];

  async function* filesOf(id: string): AsyncGenerator<ArchivedFile> {
    // Checked again for each: an archive may be read for hours.
    if (!(await isSignedIn(db, reader))) throw notAllowed();
    const isVisible = (await objects.visible(db, reader, 'figure', [id])).has(id);
    const figure = isVisible ? await objects.find(db, id) : undefined;
    const data = figure && (await newestData(db, id, which));
    if (!data) {
      leftOut.push(
        figure ? { figure: id, name: figure.name, reason: 'no files' } : { figure: id, reason: 'not found' },
      );
      return;
    }
    const title = { name: figure.name, revision: data.index + 1 };
    const names = await namesOf(formats, data.rows, title);
    const folder = which === 'all' ? root.take(safeName(figure.name, ` r${title.revision}`)) : '';
    for (const [index, row] of data.rows.entries()) {
      const name = names[index] ?? row.type;
      if (!(await isGood(blobs, row))) {
        leftOut.push({ figure: id, data: row.id, name: row.name, reason: 'damaged' });
        continue;
      }
      yield { ...dataFile(blobs, row), path: folder === '' ? root.take(name) : joined(folder, name), time };
    }
  }

  for (const id of ids) yield* filesOf(id);
  if (leftOut.length > 0) yield { ...jsonFile(leftOut), path: 'left-out.json', time };
}

/** The wanted data of a figure's newest revision, and its index; undefined if there are none. */
async function newestData(
  db: Db,
  figureId: string,
  which: FigureFiles['which'],
): Promise<{ rows: DataRow[]; index: number } | undefined> {
  const newest = await newestOf(db, figureId);
  if (newest === undefined) return undefined;
  const [revision] = await revisionsByIds(db, [newest]);
  const rows = (await dataOf(db, [newest])).filter(({ type }) => which === 'all' || type === 'image');
  return revision && rows.length > 0 ? { rows, index: revision.revision_index } : undefined;
}
