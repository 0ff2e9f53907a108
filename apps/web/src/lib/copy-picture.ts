/** Thrown where the browser lets pages copy text only: on plain http other than localhost. */
export class CannotCopyPictures extends Error {}

/** Copies the picture at a URL as PNG, the one format that every browser takes. */
export async function copyPicture(url: string): Promise<void> {
  if (!window.isSecureContext || typeof ClipboardItem === 'undefined') throw new CannotCopyPictures();
  // The promise goes in unresolved: Safari refuses to write once the click is over.
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
  canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large to copy.'))), 'image/png');
  return promise;
}
