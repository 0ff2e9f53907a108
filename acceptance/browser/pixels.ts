import type { Locator, Page } from 'playwright-core';

type Colour = [red: number, green: number, blue: number];

/** Returns the seen colours of an element at points, given in shares of its width and height. */
export async function coloursAt(
  page: Page,
  seen: Locator,
  points: readonly [x: number, y: number][],
): Promise<Colour[]> {
  const shot = (await seen.screenshot()).toString('base64');
  return page.evaluate(
    async ([png, places]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      return places.map(([x, y]) => {
        const [red = 0, green = 0, blue = 0] =
          context?.getImageData(Math.floor(x * image.width), Math.floor(y * image.height), 1, 1).data ?? [];
        return [red, green, blue] as [number, number, number];
      });
    },
    [shot, points] as const,
  );
}
