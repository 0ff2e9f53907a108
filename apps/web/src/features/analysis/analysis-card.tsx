import type { ListedAnalysis, Workspace } from '@gofigr/contract';
import { plural } from '../../lib/format.ts';
import { AccessMark } from '../../ui/access-mark.tsx';
import { Card, CardLink, CardRow } from '../../ui/cards.tsx';
import { When } from '../../ui/when.tsx';
import { Thumbnail } from '../thumbnail/index.ts';

/** An analysis as a workspace lists it: without its figures, or with their number only. */
type ShownAnalysis = Workspace['analyses'][number] & Partial<Pick<ListedAnalysis, 'figure_count' | 'access'>>;

/** Shows an analysis as a card of a gallery. */
export const AnalysisCard = ({ analysis }: { analysis: ShownAnalysis }) => <Card {...partsOf(analysis, 'card')} />;

/** Shows an analysis as a row of a list. */
export const AnalysisRow = ({ analysis }: { analysis: ShownAnalysis }) => <CardRow {...partsOf(analysis, 'small')} />;

function partsOf(analysis: ShownAnalysis, size: 'card' | 'small') {
  const time = analysis.child_updated_on ?? analysis.created_on;
  return {
    picture: <Thumbnail kind="analysis" id={analysis.api_id} size={size} version={time} />,
    link: (
      <CardLink to="/analysis/$id" params={{ id: analysis.api_id }}>
        {analysis.name}
      </CardLink>
    ),
    facts: (
      <>
        <AccessMark access={analysis.access} />
        {analysis.figure_count !== undefined && `${plural(analysis.figure_count, 'figure')} · `}
        <When time={time} />
        {analysis.description && (
          <>
            {' · '}
            <bdi>{analysis.description}</bdi>
          </>
        )}
      </>
    ),
  };
}
