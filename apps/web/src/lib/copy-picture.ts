/** Thrown if the browser lets pages copy text only, as on plain http except localhost. */
export class CannotCopyPictures extends Error {}

/** Copies the image at a URL as PNG, the only format that every browser accepts. */
export async function copyPicture(url: string): Promise<void> {
  if (!window.isSecureContext || typeof ClipboardItem === 'undefined') throw new CannotCopyPictures();
  // Passes the promise unresolved: Safari refuses to write after the click has ended.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(url) })]);
}

async function asPng(url: string): Promise<Blob> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  const { promise, resolve, reject } = Promise.withResolvers<Blob>();
  canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The image is too large to copy.'))), 'image/png');
  return promise;
}
