/** Loads a picture, which has its size then. The browser decodes it only when it draws it. */
export async function loadImage(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  const loaded = Promise.withResolvers<Event>();
  image.addEventListener('load', loaded.resolve);
  image.addEventListener('error', () => loaded.reject(new Error('the browser cannot show it')));
  image.src = url;
  await loaded.promise;
  return image;
}
