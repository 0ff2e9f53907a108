import type { Workspace } from '@gofigr/contract';
import { Link } from '@tanstack/react-router';
import { formatBytes } from '../../lib/format.ts';
import { Card } from '../../ui/cards.tsx';
import { When } from '../../ui/when.tsx';
import { Thumbnail } from '../thumbnail/index.ts';

/** An analysis as a workspace lists it: without its figures. */
export type ListedAnalysis = Workspace['analyses'][number];

export function AnalysisCard({ analysis }: { analysis: ListedAnalysis }) {
  const time = analysis.child_updated_on ?? analysis.created_on;
  return (
    <Card
      picture={<Thumbnail kind="analysis" id={analysis.api_id} version={time} />}
      link={(className) => (
        <Link to="/analysis/$id" params={{ id: analysis.api_id }} className={className ?? ''}>
          {analysis.name}
        </Link>
      )}
      description={analysis.description}
      facts={
        <>
          {formatBytes(analysis.size_bytes)} · <When time={time} />
        </>
      }
    />
  );
}
