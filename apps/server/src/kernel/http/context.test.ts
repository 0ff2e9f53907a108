import { operation } from '@gofigr/contract';
import { expect, it } from 'vitest';
import { type Call, objectOf, route } from './index.ts';

const figure = { action: 'view', kind: 'figure', in: 'path', key: 'id' } as const;
const common = { method: 'GET', path: '/figure/:id/', summary: '', status: 204 } as const;

it('rejects an operation that demands rights on two objects under one name', () => {
  const clear = operation({ ...common, id: 'clear', access: [figure, { ...figure, action: 'update' }] });
  const unclear = operation({ ...common, id: 'unclear', access: [figure, { ...figure, key: 'other' }] });
  expect(route(clear, async () => undefined).operation).toBe(clear);
  expect(() => route(unclear, async () => undefined)).toThrow('unclear demands rights on two objects of kind figure');
});

it('types the objects of a call by the demands of its operation', () => {
  const move = operation({
    ...common,
    id: 'move',
    access: [figure, { action: 'create', kind: 'analysis', in: 'body', key: 'analysis', when: { moves: 'analysis' } }],
  });
  const object = { id: '1' } as Call<typeof move>['objects']['figure'];
  const call: Pick<Call<typeof move>, 'objects'> = { objects: { figure: object, analysis: undefined } };
  expect([call.objects.figure, call.objects.analysis]).toEqual([object, undefined]);
  // @ts-expect-error: the operation demands nothing of a workspace
  expect(call.objects.workspace).toBeUndefined();
  // @ts-expect-error: of two kinds, each has its own name
  expect(objectOf(call)).toBe(object);
  expect(objectOf({ objects: { figure: object } })).toBe(object);
});
