import { type RefObject, useEffect, useRef } from 'react';
import { type Pinch, type Point, pinchOf } from './zoom.ts';

interface Gestures {
  /** Tells whether one finger or the mouse moves the picture. */
  canMove: boolean;
  pinch: (pinch: Pinch) => void;
  toggle: (at: Point) => void;
}

/** Parts of the area that use the pointer themselves: buttons, and text to select. */
const OWN = 'button, [role=menu], [data-text] span';
const WHEEL_SPEED = 0.01;
/** A notch of a mouse wheel changes the scale no more than this. */
const MOST_WHEEL = 40;

/** Zooms by two fingers, by the wheel with Ctrl, and by a double click. Moves by one finger or the mouse. */
export function useGestures(area: RefObject<HTMLElement | null>, gestures: Gestures): void {
  const latest = useRef(gestures);
  useEffect(() => {
    latest.current = gestures;
  });
  useEffect(() => {
    const element = area.current;
    if (!element) return undefined;
    const stop = new AbortController();
    const { signal } = stop;
    const pointers = new Map<number, Point>();
    const at = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
      const { left, top } = element.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    const isOwn = ({ target }: Event) => target instanceof Element && target.closest(OWN) !== null;
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0 || isOwn(event)) return;
      pointers.set(event.pointerId, at(event));
      if (latest.current.canMove || pointers.size > 1) element.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent) => {
      const { pointerId, buttons } = event;
      // A button that was let go outside the area.
      if (buttons === 0) pointers.delete(pointerId);
      if (!pointers.has(pointerId)) return;
      const before = [...pointers.values()];
      pointers.set(pointerId, at(event));
      const pinch = pinchOf(before, [...pointers.values()]);
      if (pinch && (before.length === 2 || latest.current.canMove)) latest.current.pinch(pinch);
    };
    const onUp = ({ pointerId }: PointerEvent) => void pointers.delete(pointerId);
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const delta = Math.min(Math.max(event.deltaY, -MOST_WHEEL), MOST_WHEEL);
      latest.current.pinch({ factor: Math.exp(-delta * WHEEL_SPEED), at: at(event), by: { x: 0, y: 0 } });
    };
    // Else the browser would scroll the page by two fingers.
    const onTouch = (event: TouchEvent) => event.touches.length > 1 && event.preventDefault();
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('pointermove', onMove, { signal });
    for (const end of ['pointerup', 'pointercancel'] as const) element.addEventListener(end, onUp, { signal });
    element.addEventListener('wheel', onWheel, { signal, passive: false });
    for (const touch of ['touchstart', 'touchmove'] as const)
      element.addEventListener(touch, onTouch, { signal, passive: false });
    element.addEventListener('dblclick', (event) => !isOwn(event) && latest.current.toggle(at(event)), { signal });
    return () => stop.abort();
  }, [area]);
}
