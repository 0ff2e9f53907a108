import type { ReactNode } from 'react';
import css from './panel.module.css';

export function Panel({ padded = false, children }: { padded?: boolean; children: ReactNode }) {
  return <div className={`${css['panel']} ${padded ? css['padded'] : ''}`}>{children}</div>;
}

/** A bordered list of rows. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={`${css['panel']} ${css['list']}`} aria-label={label}>
      {children}
    </ul>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return <li className={css['row']}>{children}</li>;
}
