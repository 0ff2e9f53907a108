import type { MouseEvent, ReactNode } from 'react';
import css from './selectable.module.css';

interface SelectableProps {
  /** Name of the item, for screen readers. */
  name: string;
  isChosen: boolean;
  /** Tells whether anything is chosen: then every item shows its box, and Shift with a click extends. */
  isActive: boolean;
  onToggle: () => void;
  onExtend: () => void;
  children: ReactNode;
}

/** Gives a card or a row a box to choose it. */
export function Selectable({ name, isChosen, isActive, onToggle, onExtend, children }: SelectableProps) {
  const extendInstead = (event: MouseEvent) => {
    if (!isActive || !event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    onExtend();
  };
  return (
    <div
      className={css['item']}
      data-chosen={isChosen || undefined}
      data-active={isActive || undefined}
      onClickCapture={extendInstead}
    >
      {children}
      <label className={css['box']}>
        <input type="checkbox" aria-label={`Select ${name}`} checked={isChosen} onChange={onToggle} />
      </label>
    </div>
  );
}
