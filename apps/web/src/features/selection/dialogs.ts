import type { ComponentType } from 'react';
import type { ChooseProps } from '../../ui/choose.ts';
import type { ChosenKind, ChosenObject } from './chosen.ts';

/** Input of each dialog about chosen objects. */
export interface DialogProps {
  kind: ChosenKind;
  objects: readonly ChosenObject[];
  /** Fields to choose where they move. */
  Choose: ComponentType<ChooseProps>;
  /** Takes objects out of the selection that are not in the list any more. */
  onGone: (ids: readonly string[]) => void;
  onClose: () => void;
}
