import type { Data, Revision } from '@gofigr/contract';
import { callBlob, urlOf } from '../../lib/api.ts';
import { contentOf, formatOf, pictureUrl } from './datum.ts';
import { imageChoices, pick, showingOf } from './image-choice.ts';

/** Longest side of a picture that the server draws for a comparison, in pixels. */
const SIZE = '4096';

/** Tells whether two pictures of this format can be compared in the page. */
export const isComparable = (format: string): boolean => ['picture', 'drawn'].includes(showingOf(format));

/** Address and bytes of a picture to compare: the published ones, or those of the server's drawing of EPS and TIFF. */
export function comparedPicture(datum: Data): { url: string; isVector: boolean; read: () => Promise<Blob> } {
  const format = formatOf(datum).name;
  if (showingOf(format) === 'picture') {
    const read = async () => (await callBlob('GET /data/:id/content/', contentOf(datum), 'ETag')).blob;
    return { url: pictureUrl(datum), isVector: format === 'svg', read };
  }
  const drawn = { path: { id: datum.api_id }, query: { hash: datum.hash, page: '1', size: SIZE } };
  const read = async () => (await callBlob('GET /data/:id/picture/', drawn, 'GoFigr-Picture')).blob;
  return { url: urlOf('GET /data/:id/picture/', drawn), isVector: false, read };
}

/**
 * Address of the picture that stands for a revision: its first one that browsers show, else the server's drawing of
 * what it has, such as a PDF or an interactive page.
 */
export function pictureOf(revision: Revision): { url: string; isVector: boolean } {
  const choices = imageChoices(revision.data.filter(({ type }) => type === 'image'));
  const choice = choices.find(({ format }) => isComparable(format));
  const datum = choice && pick(choice, false);
  if (datum) return comparedPicture(datum);
  const v = String(Date.parse(revision.updated_on ?? revision.created_on));
  const drawn = { path: { id: revision.api_id, size: '1024' }, query: { v } };
  return { url: urlOf('GET /revision/:id/thumbnail/:size/picture/', drawn), isVector: false };
}
