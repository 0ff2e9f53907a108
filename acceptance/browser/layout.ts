import type { Page } from 'playwright-core';

/** Widths and heights of windows: a phone, a laptop, a large screen. */
export const WINDOWS = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
] as const;

/**
 * Returns the faults of the current page's layout, in the window as it is: a page or text wider than its box, text and
 * controls that are cut off, and targets under 24 pixels (WCAG 2.5.8).
 */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(faultsInPage);
}

/** Runs in the page. */
function faultsInPage(): string[] {
  /** In pixels: the least size of a target, and an error of rounding. */
  const LEAST = 24;
  const SLACK = 1.5;
  const CONTROLS =
    'a[href], button, input, select, textarea, summary, [role="tab"], [role="menuitem"], [role="menuitemradio"], [role="option"]';
  type Box = { left: number; right: number; top: number; bottom: number };
  const found = new Set<string>();
  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element) => {
    const known = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, known);
    return known;
  };
  const nameOf = (element: Element) => {
    const text = element.getAttribute('aria-label') ?? element.textContent ?? '';
    const by = [...element.classList].find((name) => !name.startsWith('m_')) ?? '';
    return `${element.tagName.toLowerCase()}.${by} “${text.trim().slice(0, 24)}”`;
  };
  const round = ({ left, right, top, bottom }: Box) => [left, right, top, bottom].map(Math.round).join(' ');
  const isEmpty = ({ left, right, top, bottom }: Box) => right - left < 1 || bottom - top < 1;
  /** Tells whether the element can be seen, and not only by screen readers. */
  const isShown = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !element.closest('.mantine-VisuallyHidden-root, [inert]') &&
    !styleOf(element.closest('thead') ?? element).clipPath.startsWith('inset') &&
    !isEmpty(element.getBoundingClientRect());
  const clips = (element: Element) => /auto|scroll|hidden|clip/.test(styleOf(element).overflowX);
  const scrolls = (element: Element) => /auto|scroll/.test(styleOf(element).overflowX + styleOf(element).overflowY);
  const isPainted = (element: Element) => {
    const style = styleOf(element);
    return (
      (style.borderRightWidth !== '0px' && style.borderLeftWidth !== '0px') ||
      !/^(transparent|rgba\(.*, 0\))$/.test(style.backgroundColor)
    );
  };
  /** Parents as far as they hold the element: an element with its own position leaves those without one. */
  function* holders(element: Element): Generator<Element> {
    let isFree = styleOf(element).position === 'absolute';
    if (styleOf(element).position === 'fixed') return;
    for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
      const { position } = styleOf(parent);
      if (isFree && position === 'static') continue;
      yield parent;
      isFree = position === 'absolute';
      if (position === 'fixed') return;
    }
  }

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1,
    );
    found.add(`the page is ${root.scrollWidth} wide: ${wide.slice(0, 3).map(nameOf).join(', ')}`);
  }

  // Text: inside each box with a border or background, and not cut off without dots.
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    if (!element || !node.textContent?.trim() || element.closest('script, style, option, svg, .skip')) continue;
    if (!isShown(element)) continue;
    range.selectNodeContents(node);
    let seen: Box = range.getBoundingClientRect();
    if (isEmpty(seen)) continue;
    for (const holder of [element, ...holders(element)]) {
      const box = holder.getBoundingClientRect();
      const style = styleOf(holder);
      if (style.display === 'inline') continue;
      const over = Math.max(seen.right - box.right, box.left - seen.left);
      const isTall = Math.max(seen.bottom - box.bottom, box.top - seen.top) > SLACK + 3;
      if (clips(holder)) {
        const isMarked = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none' || scrolls(holder);
        if (!isMarked && over > SLACK)
          found.add(`cut off by ${over.toFixed(0)}: ${nameOf(element)} in ${nameOf(holder)}`);
        seen = {
          left: Math.max(seen.left, box.left),
          right: Math.min(seen.right, box.right),
          top: Math.max(seen.top, box.top),
          bottom: Math.min(seen.bottom, box.bottom),
        };
        if (isEmpty(seen)) break;
      } else if (isPainted(holder) && (over > SLACK || isTall)) {
        found.add(`outside of its box: ${nameOf(element)} ${round(seen)} in ${nameOf(holder)} ${round(box)}`);
        break;
      }
    }
  }

  // Controls: in view, unless a list scrolls to them, and large enough.
  for (const control of document.querySelectorAll<HTMLElement>(CONTROLS)) {
    const labels = 'labels' in control ? [...((control as HTMLInputElement).labels ?? [])] : [];
    const parts = [control, ...labels].filter(isShown);
    if (parts.length === 0 || control.matches('.skip, :disabled')) continue;
    const boxes = parts.map((part) => part.getBoundingClientRect());
    const box: Box = {
      left: Math.min(...boxes.map(({ left }) => left)),
      right: Math.max(...boxes.map(({ right }) => right)),
      top: Math.min(...boxes.map(({ top }) => top)),
      bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
    };
    const around = [...holders(control)];
    const mayBeAway = around.some(scrolls);
    if (!mayBeAway && (box.left < -SLACK || box.right > root.clientWidth + SLACK) && box.right > 0)
      found.add(`out of view: ${nameOf(control)} ${round(box)}`);
    for (const holder of around) {
      if (scrolls(holder)) break;
      const outer = holder.getBoundingClientRect();
      const isCut = control.matches('a') && styleOf(control).display === 'inline';
      if (clips(holder) && !isCut && (box.right > outer.right + SLACK || box.left < outer.left - SLACK))
        found.add(`cut off: ${nameOf(control)} ${round(box)} in ${nameOf(holder)} ${round(outer)}`);
    }
    const isInText =
      styleOf(control).display === 'inline' &&
      [...(control.parentElement?.childNodes ?? [])].some(
        (node) => node !== control && node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
    // A link may cover its whole card.
    const after = getComputedStyle(control, '::after');
    const isStretched = after.content !== 'none' && after.position === 'absolute';
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    if (!isInText && !isStretched && (width < LEAST - 0.5 || height < LEAST - 0.5))
      found.add(`a target of ${width.toFixed(0)} × ${height.toFixed(0)}: ${nameOf(control)}`);
  }
  return [...found];
}

/** Changes the window's size and waits for the new layout. */
export async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  // Observers of sizes draw lists again in the frames after.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
  });
}
