/** The recognizer, and what it knows of English: optional packages that only the child loads. */
export const CORE = 'tesseract.js-core/tesseract-core-simd-lstm.js';
export const LANGUAGE = '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz';

/** Message to the child: a picture. */
export interface ToOcr {
  job: number;
  png: Uint8Array;
}

/** Message of the child: the lines of the picture. */
export interface FromOcr {
  job: number;
  text: string;
}
