/** Width and height. */
export interface Size {
  width: number;
  height: number;
}

/** Point in pixels of the screen, from the top left of the area. */
export interface Point {
  x: number;
  y: number;
}

/** Part of a picture that is shown. It says the same for pictures and areas of any size. */
export interface View {
  /** Dots of the screen for a pixel of the picture; `fit` shows all of it. */
  scale: number | 'fit';
  /** Point in the middle of the area, in shares of the picture's width and height. */
  x: number;
  y: number;
}

/** All that determines the place of a picture in its area. */
export interface Frame {
  /** The area, in CSS pixels. */
  area: Size;
  /** The picture, in its own pixels. */
  natural: Size;
  /** Dots of the screen in a CSS pixel. */
  density: number;
}

export const FIT: View = { scale: 'fit', x: 0.5, y: 0.5 };

/** Dots for a pixel of the picture at the largest scale: single pixels are seen well. */
const LARGEST = 32;
/** At the largest scale a picture is at least so many times as large as it fits. */
const LEAST_GAIN = 8;

/** Margin around a picture as a whole, in CSS pixels. */
const MARGIN = 8;

/** The scale at which all of the picture is shown. */
export function fitScale({ area, natural, density }: Frame): number {
  const room = (length: number) => Math.max(1, length - 2 * MARGIN);
  return density * Math.min(room(area.width) / natural.width, room(area.height) / natural.height);
}

/** The largest scale: single pixels. */
export const largestScale = (frame: Frame): number => Math.max(LARGEST, LEAST_GAIN * fitScale(frame));

/** The scale of a view in numbers. */
export const scaleOf = ({ scale }: View, frame: Frame): number => (scale === 'fit' ? fitScale(frame) : scale);

/** Place of the picture in CSS pixels from the top left of the area. */
export function layout(view: View, frame: Frame): Size & { left: number; top: number } {
  const { area, natural, density } = frame;
  const zoom = scaleOf(view, frame) / density;
  const [width, height] = [natural.width * zoom, natural.height * zoom];
  // Whole dots, so that pixels of the picture meet dots of the screen.
  const inDots = (at: number) => Math.round(at * density) / density;
  return {
    width,
    height,
    left: inDots(area.width / 2 - view.x * width),
    top: inDots(area.height / 2 - view.y * height),
  };
}

/** Tells whether the picture is larger than its area. */
export function overflows(view: View, frame: Frame): boolean {
  const { width, height } = layout(view, frame);
  // A pixel is lost to rounding.
  return width > frame.area.width + 1 || height > frame.area.height + 1;
}

/** Changes the scale, within its limits. The point of the picture under `at` stays there. */
export function zoomTo(view: View, frame: Frame, scale: number, at: Point = middleOf(frame)): View {
  const fit = fitScale(frame);
  const limited = Math.min(Math.max(scale, Math.min(fit, 1)), largestScale(frame));
  const { left, top, width, height } = layout(view, frame);
  const [x, y] = [(at.x - left) / width, (at.y - top) / height];
  const gain = limited / scaleOf(view, frame);
  return within(
    {
      scale: Math.abs(limited / fit - 1) < 0.001 ? 'fit' : limited,
      x: x - (at.x - frame.area.width / 2) / (width * gain),
      y: y - (at.y - frame.area.height / 2) / (height * gain),
    },
    frame,
  );
}

/** Moves the picture by so many CSS pixels. */
export function moveBy(view: View, frame: Frame, { x, y }: Point): View {
  const { width, height } = layout(view, frame);
  return within({ ...view, x: view.x - x / width, y: view.y - y / height }, frame);
}

const middleOf = ({ area }: Frame): Point => ({ x: area.width / 2, y: area.height / 2 });

/** Lets the picture fill its area as far as it can, and centers it where it is smaller. */
function within(view: View, frame: Frame): View {
  const { width, height } = layout(view, frame);
  const inside = (share: number, length: number, room: number) => {
    const half = room / 2 / length;
    return half >= 0.5 ? 0.5 : Math.min(Math.max(share, half), 1 - half);
  };
  return {
    ...view,
    x: inside(view.x, width, frame.area.width),
    y: inside(view.y, height, frame.area.height),
  };
}

/** A remembered view, in this area. */
export const adapt = (view: View, frame: Frame): View => (view.scale === 'fit' ? FIT : within(view, frame));

/**
 * A view that pictures of any size share. The scale counts from 1, at which all of a picture is shown, so that each
 * shows the same share of itself.
 */
export interface LockedView {
  scale: number;
  x: number;
  y: number;
}

/** A locked view, of one of its pictures. */
export function viewOf({ scale, x, y }: LockedView, frame: Frame): View {
  return scale === 1 ? FIT : within({ scale: Math.min(scale * fitScale(frame), largestScale(frame)), x, y }, frame);
}

/** The view that all pictures get when this one has that view. */
export function lockedOf(view: View, frame: Frame): LockedView {
  return { scale: Math.max(scaleOf(view, frame) / fitScale(frame), 1), x: view.x, y: view.y };
}

/** Reads a locked view from an address: `2,0.5,0.25`. */
export function lockedIn(text: string | undefined): LockedView {
  const [scale = 1, x = 0.5, y = 0.5] = text?.split(',').map(Number) ?? [];
  const share = (value: number) => Math.min(Math.max(value, 0), 1);
  return { scale: Math.max(scale, 1), x: share(x), y: share(y) };
}

/** Writes a locked view for an address. Undefined: all is shown. */
export const lockedText = ({ scale, x, y }: LockedView): string | undefined =>
  scale === 1 ? undefined : [scale, x, y].map((part) => Number(part.toFixed(4))).join(',');

/** Tells whether a text of an address is a locked view. */
export const isLockedText = (value: unknown): value is string =>
  typeof value === 'string' && /^\d+(\.\d+)?(,\d+(\.\d+)?){2}$/.test(value);

/** A gesture: the factor by which two fingers spread, about a point, and the way that they move. */
export interface Pinch {
  factor: number;
  at: Point;
  by: Point;
}

/** Scales and moves a picture as the fingers on it do: the points under them stay there. */
export const pinch = (view: View, frame: Frame, { factor, at, by }: Pinch): View =>
  moveBy(zoomTo(view, frame, scaleOf(view, frame) * factor, at), frame, by);

/** Compares where fingers are with where they were. One finger only moves. Undefined without any. */
export function pinchOf(before: readonly Point[], now: readonly Point[]): Pinch | undefined {
  const [was, is] = [spreadOf(before), spreadOf(now)];
  if (!was || !is) return undefined;
  return {
    factor: was.distance > 0 && is.distance > 0 ? is.distance / was.distance : 1,
    at: was.middle,
    by: { x: is.middle.x - was.middle.x, y: is.middle.y - was.middle.y },
  };
}

function spreadOf([one, other = one]: readonly Point[]): { middle: Point; distance: number } | undefined {
  if (!one || !other) return undefined;
  const middle = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
  return { middle, distance: Math.hypot(one.x - other.x, one.y - other.y) };
}
