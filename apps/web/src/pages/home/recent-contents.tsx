import type { Answer } from '@gofigr/client/wire';
import { AnalysisCard } from '../../features/analysis/index.ts';
import { AssetRow } from '../../features/asset/index.ts';
import { Choice, Choices } from '../../features/selection/index.ts';
import { Cards } from '../../ui/cards.tsx';
import { Section } from '../../ui/section.tsx';
import { Line, Lines } from './lines.tsx';

type Recent = Answer<'GET /recent/'>;

const FEW = 4;

export function RecentAnalyses({ analyses }: Pick<Recent, 'analyses'>) {
  if (analyses.length === 0) return null;
  const shown = analyses.slice(0, FEW);
  return (
    <Section title="Recent analyses">
      <Choices kind="analysis" items={shown.map(analysisChoice)}>
        <Cards label="Recent analyses">
          {shown.map((analysis, index) => (
            <li key={analysis.api_id} aria-setsize={shown.length} aria-posinset={index + 1}>
              <Choice of={analysisChoice(analysis)}>
                <AnalysisCard analysis={analysis} />
              </Choice>
            </li>
          ))}
        </Cards>
      </Choices>
    </Section>
  );
}

export function RecentAssets({ assets }: Pick<Recent, 'assets'>) {
  if (assets.length === 0) return null;
  const shown = assets.slice(0, FEW);
  return (
    <Section title="Recent assets">
      <Choices kind="asset" items={shown.map(assetChoice)}>
        <Lines label="Recent assets">
          {shown.map((asset, index) => (
            <Line key={asset.api_id} place={index + 1} total={shown.length}>
              <Choice of={assetChoice(asset)}>
                <AssetRow asset={asset} />
              </Choice>
            </Line>
          ))}
        </Lines>
      </Choices>
    </Section>
  );
}

interface InWorkspace {
  api_id: string;
  name: string;
  workspace: string;
}

const analysisChoice = ({ api_id: id, name, workspace: parent }: InWorkspace) =>
  ({ kind: 'analysis', id, name, parent }) as const;
const assetChoice = ({ api_id: id, name, workspace: parent }: InWorkspace) =>
  ({ kind: 'asset', id, name, parent }) as const;
