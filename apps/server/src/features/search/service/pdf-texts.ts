import type { Stores } from '../../../kernel/blobs/index.ts';
import { formatOf } from '../../../kernel/data-format.ts';
import type { Db } from '../../../kernel/db/index.ts';
import type { Pictures } from '../../../kernel/pictures/index.ts';
import { isPaged } from './content.ts';
import { createPictureTexts, type PictureTexts } from './picture-texts.ts';

export interface PdfTextsDeps {
  db: Db;
  blobs: Pick<Stores, 'of'>;
  pictures: Pick<Pictures, 'text' | 'hasRoom'>;
  report(error: unknown): void;
}

/** Reads the texts of PDF and PostScript while nobody publishes. */
export const createPdfTexts = ({ db, blobs, pictures, report }: PdfTextsDeps): PictureTexts =>
  createPictureTexts({
    db,
    pictures,
    report,
    choose: (data) => data.filter(isPaged),
    async read(row, turn) {
      const { hash, size_bytes, store } = row;
      const drawing = await pictures.text(
        {
          path: hash,
          lend: (work) => blobs.of(store).withLocalFile(hash, size_bytes, work),
          format: formatOf(row)?.name ?? '',
        },
        turn,
      );
      if (drawing.picture) return { text: new TextDecoder().decode(drawing.picture) };
      if (drawing.reason === 'no_ghostscript') return 'stop';
      return drawing.reason === 'too_slow' ? 'try again later' : { text: '' };
    },
  });
