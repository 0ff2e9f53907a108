import { availableParallelism, loadavg } from 'node:os';
import type { Stores } from '../../../kernel/blobs/index.ts';
import { formatOf } from '../../../kernel/data-format.ts';
import type { Db } from '../../../kernel/db/index.ts';
import type { Pictures } from '../../../kernel/pictures/index.ts';
import { picturesOf } from '../../thumbnail/index.ts';
import { hasPixels } from './content.ts';
import { createOcr, type Ocr } from './ocr.ts';
import { createPictureTexts, type PictureTexts } from './picture-texts.ts';

/** Time without a publish, and load of each processor, with which the machine is idle. */
const QUIET_MS = 30_000;
const MOST_LOAD = 0.5;
/** Pause until the server looks again whether it is. */
const PAUSE_MS = 5000;
/** Side of the drawn picture, in pixels. */
const SIZE = 1600;

export interface OcrTextsDeps {
  db: Db;
  blobs: Pick<Stores, 'of'>;
  pictures: Pick<Pictures, 'thumbnail' | 'hasRoom'>;
  report(error: unknown): void;
  ocr?: Ocr;
  isIdle?(): boolean;
  now?(): number;
  pauseMs?: number;
}

/** Tells whether processors have time. Systems without a load average always say so. */
const isIdleNow = (): boolean => (loadavg()[0] ?? 0) / availableParallelism() < MOST_LOAD;

/** Reads the words in the best picture of each revision by OCR while the machine is idle, if it has pixels. */
export function createOcrTexts(deps: OcrTextsDeps): PictureTexts {
  const { db, blobs, pictures, ocr = createOcr(), isIdle = isIdleNow, now = Date.now, pauseMs = PAUSE_MS } = deps;
  let quietFrom = 0;
  /** A picture has been read, so the next failure is that of its picture. */
  let hasWorked = false;

  async function wordsIn(png: Uint8Array): Promise<string> {
    try {
      const text = await ocr.read(png);
      hasWorked = true;
      return text;
    } catch (error) {
      if (!hasWorked) throw error;
      return '';
    }
  }

  const texts = createPictureTexts({
    db,
    pictures,
    report: deps.report,
    choose: (data) => picturesOf(data).slice(0, 1).filter(hasPixels),
    mayWork: () => now() >= quietFrom && isIdle(),
    pauseMs,
    async read(row, turn) {
      const { hash, size_bytes, store } = row;
      const drawing = await pictures.thumbnail(
        {
          path: hash,
          lend: (work) => blobs.of(store).withLocalFile(hash, size_bytes, work),
          format: formatOf(row)?.name ?? '',
          size: SIZE,
          as: 'png',
        },
        turn,
      );
      if (drawing.picture) return { text: await wordsIn(drawing.picture) };
      return drawing.reason === 'too_slow' ? 'try again later' : { text: '' };
    },
  });
  return {
    ...texts,
    published(revisionId) {
      quietFrom = now() + QUIET_MS;
      texts.published(revisionId);
    },
    close() {
      texts.close();
      ocr.close();
    },
  };
}
