import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** Folders of pictures in presentations, texts and tables of Office, and in OpenDocument files. */
const MEDIA = /^(?:(?:ppt|word|xl)\/media|Pictures)\/[^/]+\.(?:png|jpe?g|gif|tiff?|svg|webp)$/i;
const MOST_PICTURES = 10;
/** Limits of the unpacked pictures: an archive may claim to hold terabytes. */
const MOST_BYTES = 50_000_000;
const MOST_ENTRIES = 10_000;

/** Unpacks the first pictures of an Office document. Null for other files; throws for a damaged archive. */
export async function picturesIn(file: Buffer): Promise<Buffer[] | null> {
  if (file.length < 4 || file.readUInt32BE(0) !== ZIP) return null;
  const archive = await yauzl.fromBufferPromise(file);
  const pictures: Buffer[] = [];
  let [entries, bytes] = [0, 0];
  for await (const entry of archive.eachEntry()) {
    if (++entries > MOST_ENTRIES || pictures.length === MOST_PICTURES) break;
    if (!MEDIA.test(entry.fileName) || bytes + entry.uncompressedSize > MOST_BYTES) continue;
    bytes += entry.uncompressedSize;
    // The library ends streams that are longer than their entry claims.
    pictures.push(await buffer(await archive.openReadStreamPromise(entry)));
  }
  return pictures;
}

const ZIP = 0x504b0304;
