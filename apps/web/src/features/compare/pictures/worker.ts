import { diffPictures, LIMITS, orSkipped, type Picture, type PictureResult } from '@gofigr/compare';
import type { Answer, Asked, Source, Tile } from './messages.ts';

/** Reads the pixels of a picture without changes of its colours. */
async function pixelsOf(source: Source): Promise<Picture> {
  if (!(source instanceof Blob)) return drawn(source);
  const decode = () => createImageBitmap(source, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
  return (await decoded(source).catch(() => undefined)) ?? drawn(await decode());
}

/** First bytes of a PNG. */
const PNG = 0x89_50_4e_47;

/**
 * Decodes a PNG. The pixels are those that a canvas gives, in a third of the time. Undefined where the browser can't,
 * and for a picture that is to be shown turned.
 */
async function decoded(file: Blob): Promise<Picture | undefined> {
  const data = await file.arrayBuffer();
  if (!('ImageDecoder' in self) || new DataView(data).getUint32(0) !== PNG) return undefined;
  const decoder = new ImageDecoder({ data, type: 'image/png', colorSpaceConversion: 'none' });
  const { image } = await decoder.decode().finally(() => decoder.close());
  return pixelsIn(image).finally(() => image.close());
}

async function pixelsIn(frame: Turned): Promise<Picture | undefined> {
  const { codedWidth: width, codedHeight: height } = frame;
  if (frame.rotation !== 0 || frame.flip) return undefined;
  if (width * height > LIMITS.pixels) return { width, height, data: new Uint8Array() };
  const data = new Uint8ClampedArray(width * height * 4);
  await frame.copyTo(data, { format: 'RGBA', layout: [{ offset: 0, stride: width * 4 }] });
  return { width, height, data };
}

/** TypeScript does not know these yet, nor do older browsers. */
type Turned = VideoFrame & { rotation?: number; flip?: boolean };

/** Reads the pixels of a picture by a canvas, and frees it. */
function drawn(bitmap: ImageBitmap): Picture {
  const { width, height } = bitmap;
  try {
    if (width * height > LIMITS.pixels) return { width, height, data: new Uint8Array() };
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('the browser has no memory for it.');
    context.drawImage(bitmap, 0, 0);
    return { width, height, data: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
}

async function answerTo({ a, b, threshold, align }: Asked): Promise<Answer> {
  // The browser decodes both at once.
  const [one, other] = await Promise.all([pixelsOf(a), pixelsOf(b)]);
  const result = orSkipped(() => diffPictures(one, other, { threshold, align }));
  if ('skipped' in result) return result;
  return { summary: result.summary, tiles: await tilesOf(result.mask) };
}

/** Side of a tile in pixels. The page draws one a frame, so that none of its tasks is long. */
const TILE = 1024;

/** Cuts a transparent picture into tiles, without those that are empty. */
async function tilesOf({ width, height, data }: PictureResult['mask']): Promise<Tile[]> {
  const image = new ImageData(data, width, height);
  const pixels = new Uint32Array(data.buffer);
  const tiles: Tile[] = [];
  for (let y = 0; y < height; y += TILE) {
    for (let x = 0; x < width; x += TILE) {
      const size = { width: Math.min(TILE, width - x), height: Math.min(TILE, height - y) };
      const rows = Array.from({ length: size.height }, (_, row) => (y + row) * width + x);
      if (rows.some((start) => pixels.subarray(start, start + size.width).some((pixel) => pixel !== 0)))
        tiles.push({ x, y, bitmap: await createImageBitmap(image, x, y, size.width, size.height) });
    }
  }
  return tiles;
}

self.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  void answerTo(data)
    .catch((error: unknown): Answer => ({ error: error instanceof Error ? error.message : String(error) }))
    .then((answer) =>
      self.postMessage(answer, { transfer: 'tiles' in answer ? answer.tiles.map(({ bitmap }) => bitmap) : [] }),
    );
});
