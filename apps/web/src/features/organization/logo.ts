/** Longest side of a logo in pixels. Pages show it at most half as large. */
const SIDE = 256;

/** Draws an image file as a PNG of at most 256 × 256 pixels, and returns it in base64. */
export async function toLogo(file: File): Promise<string> {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
