import type { AnalysisHead } from '@gofigr/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useForget } from '../../lib/invalidate.ts';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import { ObjectMenu } from '../object-menu/index.ts';
import { useRights } from '../path/index.ts';
import { deleteAnalysis } from './delete-analysis.ts';
import { updateAnalysis } from './update-analysis.ts';

const MoveAnalysis = lazyDialog(async () => (await import('./move-analysis.tsx')).MoveAnalysis);

/** Menu to rename, move and delete an analysis. */
export function AnalysisMenu({ analysis }: { analysis: AnalysisHead }) {
  const queryClient = useQueryClient();
  const forget = useForget();
  const navigate = useNavigate();
  return (
    <ObjectMenu
      kind="analysis"
      id={analysis.api_id}
      name={analysis.name}
      description={analysis.description}
      rights={useRights('analysis', analysis.api_id)}
      renderMove={(close) => <MoveAnalysis analysis={analysis} onClose={close} />}
      save={(values) => updateAnalysis(queryClient, analysis.api_id, values)}
      remove={async () => {
        await deleteAnalysis(analysis.api_id);
        await navigate({ to: '/workspace/$id', params: { id: analysis.workspace }, replace: true });
        forget('analysis', analysis.api_id);
      }}
    />
  );
}
