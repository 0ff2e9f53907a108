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

/** `manifest.json`. It is written last, so a folder that has one is complete. */
export interface Manifest {
  format: typeof FORMAT;
  version: 1;
  /** ISO 8601 */
  exported_on: string;
  source: { url: string; workspace: string; name: string };
  /** Each object comes after those that it refers to. Revisions keep their order. */
  objects: ExportedObject[];
  /** All files except the manifest. */
  files: ExportedFile[];
}

export const FORMAT = 'gofigr-export';
export const MANIFEST = 'manifest.json';

/** A folder can't be written or read as an export. The message names the file and the reason. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
