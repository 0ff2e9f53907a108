import type { AnalysisHead } from '@gofigr/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Target } from '../../ui/choose.ts';
import { MoveDialog } from '../object-menu/index.ts';
import { ChooseWorkspace } from '../workspace/index.ts';
import { updateAnalysis } from './update-analysis.ts';

/** Moves an analysis to another workspace. */
export function MoveAnalysis({ analysis, onClose }: { analysis: AnalysisHead; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [to, setTo] = useState<Target>();
  return (
    <MoveDialog
      kind="analysis"
      name={analysis.name}
      from={analysis.workspace}
      to={to}
      move={(workspace) => updateAnalysis(queryClient, analysis.api_id, { workspace })}
      onClose={onClose}
    >
      <ChooseWorkspace without={analysis.workspace} to={to} onChange={setTo} />
    </MoveDialog>
  );
}
