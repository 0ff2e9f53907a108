export type { ExportedFile, ExportedObject, ExportManifest as Manifest } from '../wire.ts';

/** A folder can't be written or read as an export. The message names the file and the reason. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
