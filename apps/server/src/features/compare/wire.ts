import { type AssetUse, type Comparison as Compared, withAssets } from '@gofigr/compare';
import type { Comparison } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';

/** A comparison without the used assets, and its time. */
export interface MadeComparison {
  comparison: Compared;
  madeOn: number;
}

/** Converts a comparison, with the used assets that the reader may view. */
export const toComparison = (
  a: string,
  b: string,
  { comparison, madeOn }: MadeComparison,
  assets: readonly AssetUse[],
  others: readonly AssetUse[],
): Comparison => ({ a, b, made_on: formatTime(madeOn), ...withAssets(comparison, assets, others) });
