import type { ReactNode } from 'react';

interface ScrollBlockProps {
  label: string;
  className: string | undefined;
  children: ReactNode;
}

/** Shows preformatted text that scrolls in its own block, also by keyboard. */
export function ScrollBlock({ label, className, children }: ScrollBlockProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable elements must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={className} data-arrows="own">
      <pre style={{ margin: 0, font: 'inherit', whiteSpace: 'inherit', overflowWrap: 'inherit' }}>{children}</pre>
    </section>
  );
}
