import type { Skipped } from '../limits.ts';
import type { Picture } from '../picture/picture.ts';
import type { Table } from '../table/table.ts';

/** A datum of a revision, without its bytes. */
export type Datum = {
  id?: string;
  name: string;
  type: 'image' | 'code' | 'text' | 'dataframe' | 'file';
  /** The format in its metadata, such as `png` or `jupyter-history/json`. */
  format?: string;
  /** The encoding in its metadata. */
  encoding?: string;
  is_watermarked?: boolean;
  hash: string;
  size: number;
};

/** An asset that a revision uses. `index` counts the asset's revisions from 0. */
export type AssetUse = { asset: string; name?: string; revision: string; index?: number };

export type Revision = { metadata: unknown; data: readonly Datum[]; assets: readonly AssetUse[] };

/** Decoded bytes of a datum. `Skipped`: they can't be decoded, or are too large. */
export type Content = { text: string } | { picture: Picture } | { table: Table } | Skipped;

/** Reads and decodes a datum. It is called only for data that differ. */
export type ReadDatum = (datum: Datum) => Promise<Content>;
