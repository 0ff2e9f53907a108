import type { Analysis } from '@gofigr/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { plural } from '../../lib/format.ts';
import { useForget } from '../../lib/invalidate.ts';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import { ObjectMenu } from '../object-menu/index.ts';
import { useRights } from '../path/index.ts';
import { analysisQuery } from './analysis-query.ts';
import { deleteAnalysis } from './delete-analysis.ts';
import { updateAnalysis } from './update-analysis.ts';

const MoveAnalysis = lazyDialog(async () => (await import('./move-analysis.tsx')).MoveAnalysis);

/** Menu to rename, move and delete an analysis. */
export function AnalysisMenu({ analysis }: { analysis: Analysis }) {
  const queryClient = useQueryClient();
  const forget = useForget();
  const navigate = useNavigate();
  return (
    <ObjectMenu
      kind="analysis"
      name={analysis.name}
      description={analysis.description}
      rights={useRights('analysis', analysis.api_id)}
      renderMove={(close) => <MoveAnalysis analysis={analysis} onClose={close} />}
      save={async (values) => {
        const saved = await updateAnalysis(analysis.api_id, values);
        queryClient.setQueryData(analysisQuery(saved.api_id).queryKey, saved);
      }}
      remove={async () => {
        await deleteAnalysis(analysis.api_id);
        await navigate({ to: '/workspace/$id', params: { id: analysis.workspace }, replace: true });
        forget('analysis', analysis.api_id);
      }}
    >
      with its {plural(analysis.figures.length, 'figure')} and all their revisions.
    </ObjectMenu>
  );
}
