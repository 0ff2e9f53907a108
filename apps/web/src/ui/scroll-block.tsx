import type { ReactNode } from 'react';

interface ScrollBlockProps {
  label: string;
  className: string | undefined;
  children: ReactNode;
}

/** Preformatted text that scrolls by itself, and so can be reached by keyboard. */
export function ScrollBlock({ label, className, children }: ScrollBlockProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={className} data-arrows="own">
      <pre style={{ margin: 0, font: 'inherit', whiteSpace: 'inherit', overflowWrap: 'inherit' }}>{children}</pre>
    </section>
  );
}
