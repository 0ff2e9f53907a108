export interface Size {
  width: number;
  height: number;
}

/** A square of a picture, in its pixels. */
export interface Crop {
  left: number;
  top: number;
  side: number;
}

/** Most times that a picture is enlarged. */
export const MOST_ZOOM = 8;

/** The largest square in the middle. */
export const middleCrop = (size: Size): Crop => {
  const side = Math.min(size.width, size.height);
  return { left: (size.width - side) / 2, top: (size.height - side) / 2, side };
};

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);

/** Moves a square, but not out of the picture. */
export const movedTo = (size: Size, { side }: Crop, left: number, top: number): Crop => ({
  left: clamp(left, size.width - side),
  top: clamp(top, size.height - side),
  side,
});

/** Shows a smaller or larger square with the same middle, as far as the picture allows. */
export function zoomedTo(size: Size, crop: Crop, zoom: number): Crop {
  const side = Math.min(size.width, size.height) / Math.min(Math.max(zoom, 1), MOST_ZOOM);
  const shift = (crop.side - side) / 2;
  return movedTo(size, { ...crop, side }, crop.left + shift, crop.top + shift);
}

export const zoomOf = (size: Size, { side }: Crop): number => Math.min(size.width, size.height) / side;
