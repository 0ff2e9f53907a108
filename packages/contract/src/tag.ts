/** Tags of figures (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, nullable, SentTags, sent, Tags } from './schemas.ts';

export const TagList = answer('TagList', { tags: Tags });
export type TagList = Static<typeof TagList>;

/** Body of a change of tags. */
export const SentTagChange = { add: Type.Optional(nullable(SentTags)), remove: Type.Optional(nullable(SentTags)) };

export const tag = {
  list: operation({
    id: 'figure.tags',
    method: 'GET',
    path: '/figure/:id/tags/',
    summary: 'The tags of a figure',
    access: on.path('view', 'figure'),
    params: IdParams,
    status: 200,
    answer: TagList,
  }),
  change: operation({
    id: 'figure.change_tags',
    method: 'POST',
    path: '/figure/:id/tags/',
    summary: 'Add tags to a figure and remove others',
    description:
      'Concurrent requests lose nothing of each other. A tag in `add` that the figure has in another case stays as it is; one in both lists is added.',
    access: on.path('update', 'figure'),
    params: IdParams,
    body: sent(SentTagChange),
    status: 200,
    answer: TagList,
    errors: ['invalid_request'],
  }),
};
