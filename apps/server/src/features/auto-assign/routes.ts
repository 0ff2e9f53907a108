import { revision } from '@gofigr/contract';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import {
  createAnswers,
  createRevisionService,
  type DataRow,
  figureRevisions,
  type RevisionDeps,
  toRevision,
  withKeysFound,
} from '../revision/index.ts';
import { type ChooseDeps, createChooser } from './service.ts';

/** Publishes to an analysis; the server chooses the figure. */
export function autoAssignRoutes(deps: RevisionDeps & ChooseDeps): Route[] {
  const service = createRevisionService(deps, figureRevisions);
  const answers = createAnswers(deps, 'figure_revision', toRevision);
  const choose = createChooser(deps);

  return [
    route(revision.autoAssign, async (call) => {
      const { analysis: _analysis, data: sent, metadata: described, ...fields } = call.body;
      const { id: analysisId } = objectOf(call);
      const parent = {
        within: analysisId,
        choose: (data: readonly DataRow[], metadata: unknown) => choose(analysisId, metadata, data),
      };
      const published = await withKeysFound(
        deps,
        figureRevisions,
        call,
        { data: sent, metadata: described, into: analysisId },
        (publication) => service.create(call.principal, { ...fields, parent }, publication),
      );
      return answers.made(published, call);
    }),
  ];
}
