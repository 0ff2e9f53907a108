import { revision } from '@gofigr/contract';
import { type Call, type Route, route } from '../../kernel/http/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import { createAnswers, itemsOf } from './service/answers.ts';
import { createDeriveAndAppend } from './service/derive-append.ts';
import { figureRevisions } from './service/revision-kind.ts';
import { createRevisionService, type RevisionDeps } from './service.ts';
import { toRevision } from './wire.ts';

export function revisionRoutes(deps: RevisionDeps): Route[] {
  const service = createRevisionService(deps, figureRevisions);
  const extensions = createDeriveAndAppend(deps, figureRevisions);
  const answers = createAnswers(deps, 'figure_revision', toRevision);

  async function update(call: Call<typeof revision.put> | Call<typeof revision.patch>) {
    const { revision: object } = call.objects;
    const { figure: parent, data, ...fields } = call.body;
    const changes = { ...fields, ...(parent !== undefined && { parent }) };
    await service.update(call.principal, object, changes, itemsOf(call.received, data), call.query.silent === 'true');
    return answers.one(object.id, call);
  }

  return [
    route(revision.list, async (call) => {
      const reachable = await objects.reachable(deps.db, call.principal, 'revision');
      return answers.many(
        reachable.map(({ id }) => id),
        call,
      );
    }),
    route(revision.create, async (call) => {
      const { figure: parent, data, ...fields } = call.body;
      const id = await service.create(call.principal, { ...fields, parent }, itemsOf(call.received, data));
      return answers.one(id, call);
    }),
    route(revision.derive, async (call) => {
      const id = await extensions.derive(call.principal, call.objects.revision, call.body.figure, call.body.metadata);
      return answers.one(id, call);
    }),
    route(revision.appendData, async (call) => {
      const { revision: object } = call.objects;
      const items = itemsOf(call.received, call.body.data);
      await extensions.append(call.principal, object, items, call.query.silent === 'true');
      return answers.one(object.id, call);
    }),
    route(revision.get, async (call) => answers.one(call.objects.revision.id, call)),
    route(revision.put, update),
    route(revision.patch, update),
    route(revision.delete, async (call) => service.delete(call.principal, call.objects.revision)),
  ];
}
