import type { ReactNode } from 'react';

interface ScrollRegionProps {
  label: string;
  className: string | undefined;
  children: ReactNode;
}

/** Shows content that scrolls in its own region, also by keyboard. */
export function ScrollRegion({ label, className, children }: ScrollRegionProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable elements must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={className} data-arrows="own">
      {children}
    </section>
  );
}

/** Shows preformatted text that scrolls in its own region. */
export const ScrollBlock = ({ children, ...region }: ScrollRegionProps) => (
  <ScrollRegion {...region}>
    <pre style={{ margin: 0, font: 'inherit', whiteSpace: 'inherit', overflowWrap: 'inherit' }}>{children}</pre>
  </ScrollRegion>
);
