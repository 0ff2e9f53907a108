/** Tells the app around the frame what failed in the page, and whether the page shows anything. */

/** Most messages of a page, and their length: the page could send any number. */
const MOST_PROBLEMS = 20;
const MOST_CHARACTERS = 300;

/** A page is empty if it shows nothing in so many looks after loading. */
const EMPTY_LOOKS = 8;
const LOOK_MS = 1000;
/** A look that comes so late doesn't count: the page or its machine was busy. */
const LATE_MS = 1500;

const VISIBLE = 'svg, canvas, img, video, audio, iframe, object, embed, table, input, button';

let sent = 0;

function tell(kind: 'script' | 'load' | 'blocked' | 'empty', text: string): void {
  // A page inside of the page has no app around it.
  if (window.parent !== window.top || sent >= MOST_PROBLEMS) return;
  sent += 1;
  window.parent.postMessage({ gofigr: 'problem', kind, text: text.slice(0, MOST_CHARACTERS) }, '*');
}

const shortened = (address: string): string => (address.startsWith('data:') ? `${address.slice(0, 40)}…` : address);

addEventListener(
  'error',
  (event: Event) => {
    if (event instanceof ErrorEvent) return tell('script', event.message);
    const { target } = event;
    if (!(target instanceof Element)) return;
    const address = target.getAttribute('src') ?? target.getAttribute('href') ?? target.getAttribute('data');
    if (address !== null) tell('load', shortened(address));
  },
  true,
);
addEventListener('unhandledrejection', ({ reason }) => {
  try {
    tell('script', String(reason));
  } catch {
    tell('script', 'A promise failed.');
  }
});
document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) =>
  tell('blocked', blockedURI.includes(':') ? shortened(blockedURI) : `${effectiveDirective} ${blockedURI}`),
);
addEventListener('load', () => lookIn(EMPTY_LOOKS));

function isEmpty(): boolean {
  const { body } = document;
  return body === null || (body.innerText.trim() === '' && body.querySelector(VISIBLE) === null);
}

function lookIn(looks: number): void {
  const begun = performance.now();
  setTimeout(() => {
    if (!isEmpty()) return;
    const left = performance.now() - begun > LATE_MS ? looks : looks - 1;
    if (left === 0) tell('empty', '');
    else lookIn(left);
  }, LOOK_MS);
}
