import type { FoundPicture } from '@gofigr/contract';
import { callWithFile } from '../../lib/api.ts';

/** Most bytes of a picture that is searched for. */
export const MOST_BYTES = 50_000_000;

/** The revisions that a picture, a PDF or an Office document shows, the most certain first. The server keeps no copy. */
export const findPicture = async (file: Blob, signal?: AbortSignal): Promise<FoundPicture[]> =>
  (await callWithFile('POST /search/picture/', file, signal)).results;
