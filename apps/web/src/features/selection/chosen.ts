import { plural } from '../../lib/format.ts';

export type ChosenKind = 'figure' | 'analysis' | 'asset';

/** A chosen object of a list. */
export interface ChosenObject {
  id: string;
  name: string;
  /** ID of the analysis of a figure, or of the workspace. */
  parent: string;
  /** ID of a figure's newest revision, if it has one. */
  newest?: string | null;
}

export const objectOf = ({ api_id, name }: { api_id: string; name: string }) => ({ id: api_id, name });

const MANY: Record<ChosenKind, string> = { figure: 'figures', analysis: 'analyses', asset: 'assets' };

/** `1 figure`, `200 figures` */
export const countOf = (kind: ChosenKind, count: number): string => plural(count, kind, MANY[kind]);

export const idsOf = (objects: readonly ChosenObject[]): string[] => objects.map(({ id }) => id);
