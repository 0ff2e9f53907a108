import type { Workspace } from '@gofigr/contract';
import { formatBytes } from '../../lib/format.ts';
import { Card, CardLink } from '../../ui/cards.tsx';
import { When } from '../../ui/when.tsx';
import { Thumbnail } from '../thumbnail/index.ts';

/** An analysis as a workspace lists it: without its figures. */
export type ListedAnalysis = Workspace['analyses'][number];

export function AnalysisCard({ analysis }: { analysis: ListedAnalysis }) {
  const time = analysis.child_updated_on ?? analysis.created_on;
  return (
    <Card
      picture={<Thumbnail kind="analysis" id={analysis.api_id} version={time} />}
      link={
        <CardLink to="/analysis/$id" params={{ id: analysis.api_id }}>
          {analysis.name}
        </CardLink>
      }
      description={analysis.description}
      facts={
        <>
          {formatBytes(analysis.size_bytes)} · <When time={time} />
        </>
      }
    />
  );
}
