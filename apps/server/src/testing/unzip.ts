import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** A file of an archive. Methods: 0 stored, 8 deflated. */
export interface UnzippedFile {
  path: string;
  bytes: Buffer;
  method: number;
}

/** Reads a ZIP archive with another library than the one that wrote it. Throws if a checksum is wrong. */
export async function unzip(archive: Buffer): Promise<UnzippedFile[]> {
  const zip = await yauzl.fromBufferPromise(archive);
  const files: UnzippedFile[] = [];
  for await (const entry of zip.eachEntry())
    files.push({
      path: entry.fileName,
      bytes: await buffer(await zip.openReadStreamPromise(entry)),
      method: entry.compressionMethod,
    });
  return files;
}
