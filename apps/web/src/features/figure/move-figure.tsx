import type { Figure } from '@gofigr/contract';
import { useState } from 'react';
import type { Target } from '../../ui/choose.ts';
import { MoveDialog } from '../object-menu/index.ts';
import { ChooseAnalysis } from '../workspace/index.ts';
import { updateFigure } from './update-figure.ts';

/** Moves a figure to another analysis of any workspace. */
export function MoveFigure({ figure, onClose }: { figure: Figure; onClose: () => void }) {
  const [to, setTo] = useState<Target>();
  return (
    <MoveDialog
      kind="figure"
      name={figure.name}
      from={figure.analysis}
      to={to}
      move={(analysis) => updateFigure(figure.api_id, { analysis })}
      onClose={onClose}
    >
      <ChooseAnalysis without={figure.analysis} to={to} onChange={setTo} />
    </MoveDialog>
  );
}
