import { type GoFigr, GoFigrError, type Revision } from '@gofigr/client';
import { diffPictures, type Picture } from '@gofigr/compare';
import { PNG } from 'pngjs';
import { EXIT, Failure } from '../../failure.ts';
import { printable } from '../../terminal/printable.ts';

/** Pixels of the largest picture that is decoded. */
const MOST_PIXELS = 50_000_000;

/** Pixels of the longer side, for pictures that the server draws. */
const DRAWN_SIZE = 4096;

/** Opacity of what is the same, from 0 to 1. */
const FAINT = 0.25;

/**
 * Draws the picture of the second revision, faint and with the changed pixels in red. Pictures of two formats are
 * scaled to the size of the first one, which is drawn then. Returns a PNG.
 */
export async function differencePicture(gf: GoFigr, a: string, b: string): Promise<Uint8Array> {
  const pair = pairOf(await gf.revisions.get(a), await gf.revisions.get(b));
  const first = await decoded(gf, pair.a);
  const second = await decoded(gf, pair.b);
  const isOneFormat = formatOf(pair.a) === formatOf(pair.b);
  const { mask } = diffPictures(first, second, { align: isOneFormat ? 'top-left' : 'scaled' });
  const ground = isOneFormat ? second : first;
  const { width, height, data } = mask;
  const image = new PNG({ width, height });
  for (let at = 0; at < data.length; at += 4) {
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
    const from = x < ground.width && y < ground.height ? (y * ground.width + x) * 4 : -1;
    for (let channel = 0; channel < 3; channel++) {
      const seen = from === -1 ? 255 : onWhite(ground.data, from, channel);
      image.data[at + channel] = data[at + 3] ? (data[at + channel] ?? 0) : 255 - (255 - seen) * FAINT;
    }
    image.data[at + 3] = 255;
  }
  return PNG.sync.write(image);
}

function onWhite(data: Picture['data'], from: number, channel: number): number {
  const opacity = (data[from + 3] ?? 0) / 255;
  return (data[from + channel] ?? 0) * opacity + 255 * (1 - opacity);
}

type Image = Revision['data'][number];

const formatOf = ({ metadata: { format } }: Image): string => (typeof format === 'string' ? format.toLowerCase() : '');

/** The pictures to compare: as PNG if possible, else in a format that both have, and without a watermark if possible. */
function pairOf(a: Revision, b: Revision): { a: Image; b: Image } {
  const [first, second] = [imagesOf(a), imagesOf(b)];
  const found = first.flatMap((one) =>
    second
      .filter((other) => formatOf(one) === formatOf(other))
      .slice(0, 1)
      .map((other) => ({ a: one, b: other })),
  );
  const [one] = first;
  const [other] = second;
  if (!one || !other)
    throw new Failure(
      EXIT.failed,
      `Revision ${one ? b.api_id : a.api_id} has no picture, so no difference can be drawn.`,
    );
  return found[0] ?? { a: one, b: other };
}

/** Images of a revision, the best ones first. */
const imagesOf = ({ data }: Revision): Image[] =>
  data.filter(({ type }) => type === 'image').toSorted((one, other) => rankOf(one) - rankOf(other));

const rankOf = (image: Image): number =>
  (formatOf(image) === 'png' ? 0 : 2) + (image.metadata['is_watermarked'] === true ? 1 : 0);

async function decoded(gf: GoFigr, image: Image): Promise<Picture> {
  const isPng = formatOf(image) === 'png';
  const bytes = Buffer.from(await (isPng ? gf.data.read(image.api_id) : drawn(gf, image)));
  // Width and height are in the first chunk of each PNG.
  if (bytes.length > 24 && bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > MOST_PIXELS)
    throw new Failure(EXIT.failed, 'A picture has more than 50 megapixels.');
  try {
    return PNG.sync.read(bytes);
  } catch {
    throw new Failure(EXIT.failed, `The picture "${printable(image.name)}" can not be decoded.`);
  }
}

async function drawn(gf: GoFigr, image: Image): Promise<Uint8Array> {
  try {
    return await gf.data.picture(image.api_id, DRAWN_SIZE);
  } catch (error) {
    if (!(error instanceof GoFigrError) || error.code !== 'not_drawable') throw error;
    const format = printable(formatOf(image) || 'unknown format');
    throw new Failure(
      EXIT.failed,
      `The picture "${printable(image.name)}" (${format}) can not be drawn, so no difference can be drawn.`,
    );
  }
}
