import type { CopyRecord } from './records.ts';

/** A file of an export: its path below the folder, with `/` between names. */
export interface ExportedFile {
  path: string;
  size: number;
  sha256: string;
}

/** An object of an export: the JSON file that describes it. */
export interface ExportedObject {
  kind: CopyRecord['kind'];
  api_id: string;
  path: string;
}

/** `manifest.json`: written last, so that a folder with one is whole. */
export interface Manifest {
  format: typeof FORMAT;
  version: 1;
  /** ISO 8601 */
  exported_on: string;
  source: { url: string; workspace: string; name: string };
  /** Each after those that it refers to; revisions in their order. */
  objects: ExportedObject[];
  /** Every file but this one. */
  files: ExportedFile[];
}

export const FORMAT = 'gofigr-export';
export const MANIFEST = 'manifest.json';

/** The folder of files can't be what it should be; the message says which file and why. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
