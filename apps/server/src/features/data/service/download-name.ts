import { fileNames, type NamedDatum, type Title } from '@gofigr/contract/file-names';
import { metadataOf } from '../../../kernel/data-format.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { type DataRow, dataOf } from '../../revision/index.ts';
import { findTitle } from '../store.ts';
import type { Formats } from './formats.ts';

/** Data of a revision whose bytes are looked at for a name. Others are named by their declaration. */
const MOST_READ = 50;

/**
 * Name of a datum's download: the one that it gets among all files of its revision. `alone` spares reading the others:
 * a page that shows a picture doesn't save it.
 */
export async function downloadName(db: Db, formats: Formats, row: DataRow, alone: boolean): Promise<string> {
  const [title, data] = await Promise.all([findTitle(db, row.owner_id), alone ? [row] : dataOf(db, [row.owner_id])]);
  return (await namesOf(formats, data, title, row))[data.findIndex(({ id }) => id === row.id)] ?? row.type;
}

/** Names of the downloads of a revision's data, in their order. The bytes of `needed` are always looked at. */
export async function namesOf(
  formats: Formats,
  data: readonly DataRow[],
  title: Title | undefined,
  needed?: DataRow,
): Promise<string[]> {
  const named = await Promise.all(
    data.map(async (one, index): Promise<NamedDatum> => {
      const isRead = index < MOST_READ || one.id === needed?.id;
      // The answer with these bytes reports a failure. A name can do without.
      const head = isRead ? await formats.headOf(one).catch(() => undefined) : undefined;
      return { name: one.name, type: one.type, metadata: metadataOf(one), head };
    }),
  );
  return fileNames(named, title);
}
