import type { Data } from '@gofigr/contract';
import { Skeleton, Text } from '@mantine/core';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import type { Size } from '../../ui/zoom/zoom.ts';
import { downloadUrl } from './datum.ts';
import { NoPreview } from './no-preview.tsx';
import { Pages } from './pages.tsx';
import { drawPage, layText, openPdf, pointsOf, sizeOf } from './pdf.ts';
import css from './viewer.module.css';
import { Zoomable } from './zoomable.tsx';

/** Time without a change of the scale before a page is drawn anew. */
const CALM_MS = 120;

/** Shows a PDF page by page. Its text can be selected. */
export function PdfView({ datum, title, place }: { datum: Data; title: string; place: string }) {
  const [number, setNumber] = useState(1);
  const pdf = useDocument(downloadUrl(datum));
  const page = usePage(pdf.document, number);
  const [dots, setDots] = useState<Size>();
  const [drawn, setDrawn] = useState(0);
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const shown = page.page;
  const [broken, setBroken] = useState<string>();
  useEffect(() => {
    if (!shown || !dots || !canvas.current) return undefined;
    const stop = new AbortController();
    const element = canvas.current;
    const draw = async () => {
      const isWhole = await drawPage(shown, element, dots, stop.signal);
      if (isWhole) setDrawn(shown.pageNumber);
    };
    const pause = element.dataset['drawn'] === undefined ? 0 : CALM_MS;
    const timer = setTimeout(() => {
      draw().catch((error: unknown) => stop.signal.aborted || setBroken(problemOf(error)));
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [shown, dots]);
  useEffect(() => (shown && text.current ? layText(shown, text.current) : undefined), [shown]);
  const problem = pdf.problem ?? page.problem ?? broken;
  if (problem !== undefined) return <NoPreview datum={datum}>{problem}</NoPreview>;
  if (!pdf.document || !shown) return <Skeleton height="100%" radius={0} />;
  const natural = sizeOf(shown);
  return (
    <Zoomable
      natural={natural}
      isVector
      place={place}
      onSize={setDots}
      footer={
        <>
          <Pages page={number} count={pdf.document.numPages} onPage={setNumber} />
          {drawn !== number && <DelayedNote>Drawing…</DelayedNote>}
        </>
      }
    >
      {(scale) => (
        <section className={css['paper']} aria-label={title}>
          <canvas ref={canvas} className={css['picture']} />
          <div
            ref={text}
            className={css['textLayer']}
            data-text
            style={{ '--total-scale-factor': (scale * natural.width) / pointsOf(shown) } as CSSProperties} // A variable.
          />
        </section>
      )}
    </Zoomable>
  );
}

/** Appears only if it takes long. */
const DelayedNote = ({ children }: { children: string }) => (
  <Text component="output" size="xs" className={`${css['note']} ${css['delayed']}`}>
    {children}
  </Text>
);

interface Opened<T> {
  problem?: string;
  of: unknown;
  value?: T;
}

/** Opens a PDF, and ends its worker when it isn't shown any more. */
function useDocument(url: string): { document?: PDFDocumentProxy; problem?: string } {
  const [opened, setOpened] = useState<Opened<PDFDocumentProxy>>();
  useEffect(() => {
    const task = openPdf(url);
    let isLeft = false;
    task.promise.then(
      (value) => !isLeft && setOpened({ of: url, value }),
      (error: unknown) => !isLeft && setOpened({ of: url, problem: problemOf(error) }),
    );
    return () => {
      isLeft = true;
      void task.destroy();
    };
  }, [url]);
  if (opened?.of !== url) return {};
  return { ...(opened.value && { document: opened.value }), ...(opened.problem && { problem: opened.problem }) };
}

/** Returns a page. The one before stays until it is there. */
function usePage(document: PDFDocumentProxy | undefined, number: number): { page?: PDFPageProxy; problem?: string } {
  const [opened, setOpened] = useState<Opened<PDFPageProxy>>();
  useEffect(() => {
    let isLeft = false;
    document?.getPage(number).then(
      (value) => !isLeft && setOpened({ of: document, value }),
      (error: unknown) => !isLeft && setOpened({ of: document, problem: problemOf(error) }),
    );
    return () => {
      isLeft = true;
    };
  }, [document, number]);
  if (!document || opened?.of !== document) return {};
  return { ...(opened.value && { page: opened.value }), ...(opened.problem && { problem: opened.problem }) };
}

function problemOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return 'This PDF is protected by a password. Download it to open it.';
  if (name === 'ResponseException') return 'This PDF could not be loaded from the server.';
  return 'This PDF is damaged and can not be shown.';
}
