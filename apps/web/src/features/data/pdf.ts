import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentLoadingTask,
  type PDFPageProxy,
  RenderingCancelledException,
  TextLayer,
  version,
} from 'pdfjs-dist';
import type { Size } from '../../ui/zoom/zoom.ts';

GlobalWorkerOptions.workerSrc = new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).href;

/** Folder of character maps, fonts and decoders, which the build copies (see vite.config.ts). */
const FILES = new URL(`/assets/pdfjs-${version}/`, location.origin).href;
/** CSS pixels in a point. */
const PIXELS = 96 / 72;
/** Largest picture in a PDF, and largest drawing of a page, in pixels. */
const MOST_PIXELS = 100_000_000;
const MOST_DRAWN = 16_000_000;

/**
 * Opens a PDF in a worker of its own. Its scripts and forms stay without effect: nothing here runs them, and the page's
 * content policy forbids to compile code.
 */
export const openPdf = (url: string): PDFDocumentLoadingTask =>
  getDocument({
    url: new URL(url, location.origin).href,
    cMapUrl: `${FILES}cmaps/`,
    standardFontDataUrl: `${FILES}standard_fonts/`,
    wasmUrl: `${FILES}wasm/`,
    // The policy forbids WebAssembly, so decoders in JavaScript are used.
    useWasm: false,
    enableXfa: false,
    maxImageSize: MOST_PIXELS,
    disableAutoFetch: true,
  });

/** The size of a page in CSS pixels. */
export function sizeOf(page: PDFPageProxy): Size {
  const { width, height } = page.getViewport({ scale: PIXELS });
  return { width, height };
}

/**
 * Draws a page so that it is sharp at so many dots, as far as it can. Ends early, with false, when the signal comes. The
 * old drawing is seen until the new one is complete.
 */
export async function drawPage(page: PDFPageProxy, canvas: HTMLCanvasElement, dots: Size, stop: AbortSignal) {
  const { width, height } = page.getViewport({ scale: 1 });
  const most = Math.sqrt(MOST_DRAWN / (width * height));
  const viewport = page.getViewport({ scale: Math.min(dots.width / width, most) });
  const next = document.createElement('canvas');
  next.width = Math.max(1, Math.round(viewport.width));
  next.height = Math.max(1, Math.round(viewport.height));
  const task = page.render({ canvas: next, viewport });
  stop.addEventListener('abort', () => task.cancel());
  try {
    await task.promise;
  } catch (error) {
    if (error instanceof RenderingCancelledException) return false;
    throw error;
  }
  canvas.width = next.width;
  canvas.height = next.height;
  canvas.getContext('2d')?.drawImage(next, 0, 0);
  canvas.dataset['drawn'] = String(page.pageNumber);
  return true;
}

/** Fills an element with the text of a page, to select and find it. Returns a function that stops. */
export function layText(page: PDFPageProxy, container: HTMLElement): () => void {
  container.replaceChildren();
  const layer = new TextLayer({
    textContentSource: page.streamTextContent(),
    container,
    viewport: page.getViewport({ scale: 1 }),
  });
  layer.render().catch(() => undefined);
  return () => layer.cancel();
}

/** The width of a page in points, in which its text is laid. */
export const pointsOf = (page: PDFPageProxy): number => page.getViewport({ scale: 1 }).width;
