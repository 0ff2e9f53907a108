import { revision } from '@gofigr/contract';
import { type Call, objectOf, type Route, route, SLICE } from '../../kernel/http/index.ts';
import { reachableSlices } from '../../kernel/objects/index.ts';
import { createAnswers } from './service/answers.ts';
import { figureNamed } from './service/by-name.ts';
import { createDeriveAndAppend } from './service/derive-append.ts';
import { withKeysFound } from './service/published-keys.ts';
import { figureRevisions } from './service/revision-kind.ts';
import { createRevisionService, type RevisionDeps } from './service.ts';
import { toRevision } from './wire.ts';

export function revisionRoutes(deps: RevisionDeps): Route[] {
  const service = createRevisionService(deps, figureRevisions);
  const extensions = createDeriveAndAppend(deps, figureRevisions);
  const answers = createAnswers(deps, 'figure_revision', toRevision);

  async function update(call: Call<typeof revision.put> | Call<typeof revision.patch>) {
    const { revision: object } = call.objects;
    const { figure: parent, data, metadata, ...fields } = call.body;
    const changes = { ...fields, ...(parent !== undefined && { parent }) };
    await withKeysFound(deps, figureRevisions, call, { data, metadata, revisionId: object.id }, (publication) =>
      service.update(call.principal, object, changes, publication, call.query.silent === 'true'),
    );
    return answers.one(object.id, call);
  }

  return [
    route(revision.list, async (call) =>
      answers.many(reachableSlices(deps.db, call.principal, 'revision', SLICE), call),
    ),
    route(revision.create, async (call) => {
      const { figure: parent, data, metadata, ...fields } = call.body;
      const published = await withKeysFound(
        deps,
        figureRevisions,
        call,
        { data, metadata, into: parent },
        (publication) => service.create(call.principal, { ...fields, parent }, publication),
      );
      return answers.made(published, call);
    }),
    route(revision.createByName, async (call) => {
      const { workspace: _workspace, analysis, figure, data, metadata, ...fields } = call.body;
      const { id: workspaceId } = objectOf(call);
      const parent = { within: workspaceId, choose: async () => figureNamed({ workspaceId, analysis, figure }) };
      const published = await withKeysFound(
        deps,
        figureRevisions,
        call,
        { data, metadata, into: workspaceId },
        (publication) => service.create(call.principal, { ...fields, parent }, publication),
      );
      return answers.made(published, call);
    }),
    route(revision.derive, async (call) => {
      const { figure, metadata } = call.body;
      const id = await withKeysFound(deps, figureRevisions, call, { metadata }, (publication) =>
        extensions.derive(call.principal, call.objects.revision, figure, publication),
      );
      return answers.one(id, call);
    }),
    route(revision.appendData, async (call) => {
      const { revision: object } = call.objects;
      await withKeysFound(deps, figureRevisions, call, { data: call.body.data, into: object.id }, (publication) =>
        extensions.append(call.principal, object, publication, call.query.silent === 'true'),
      );
      return answers.one(object.id, call);
    }),
    route(revision.get, async (call) => answers.one(call.objects.revision.id, call)),
    route(revision.put, update),
    route(revision.patch, update),
    route(revision.delete, async (call) => service.delete(call.principal, call.objects.revision)),
  ];
}
