import { notFound } from '../../../kernel/errors.ts';
import { objects } from '../../../kernel/objects/index.ts';
import { nameInPublish } from '../../named-object/index.ts';
import type { ChooseFigure } from '../service.ts';
import { figureRevisions } from './revision-kind.ts';

interface Names {
  workspaceId: string;
  /** Name, or ID of an analysis in the workspace. */
  analysis: string;
  figure: string;
}

const ANALYSIS = { kind: 'analysis', analysisOf: async (_trx: unknown, { id }: { id: string }) => id } as const;
const FIGURE = { kind: 'figure', analysisOf: figureRevisions.analysisOf } as const;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Chooses the oldest figure of a name. It and its analysis are created with the revision if they are missing. */
export function figureNamed({ workspaceId, analysis, figure }: Names): ChooseFigure {
  return async (trx, stamp) => {
    if (!ID.test(analysis)) {
      const analysisId = await nameInPublish(trx, ANALYSIS, workspaceId, analysis, stamp);
      return nameInPublish(trx, FIGURE, analysisId, figure, stamp);
    }
    const found = await objects.find(trx, analysis.toLowerCase());
    if (found?.kind !== 'analysis' || found.parent_id !== workspaceId) throw notFound('No analysis');
    return nameInPublish(trx, FIGURE, found.id, figure, stamp);
  };
}
