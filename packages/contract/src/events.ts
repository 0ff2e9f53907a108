/** Changes as they happen, an extension of the published API (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';

/**
 * Kinds of changes. `published`: a new revision. `described`: a name or description, or the contents of a revision.
 * `moved`: to another parent, or back from the trash.
 * `access`: the caller's own rights. `people`: members or invitations.
 */
export const CHANGE_KINDS = [
  ...(['created', 'published', 'described', 'moved', 'deleted'] as const),
  ...(['sharing', 'people', 'access'] as const),
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A change, in the `data` of an event. */
export interface ChangeEvent {
  /** `refetch`: changes may be missing, so everything shown must be read again. */
  kind: ChangeKind | 'refetch';
  /** The changed object and those that contain it, as far as the caller may view them and they still exist. */
  ids: readonly string[];
}

const EventsQuery = Type.Object({
  since: Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'ID of the last received event; the header `Last-Event-ID` is the same',
    }),
  ),
  follow: Type.Optional(
    Type.Union([Type.Literal('true'), Type.Literal('false')], {
      description: 'With `false` the answer ends after the changes so far, for proxies that hold streams back',
    }),
  ),
});
export type EventsQuery = Static<typeof EventsQuery>;

export const events = {
  stream: operation({
    id: 'events.stream',
    method: 'GET',
    path: '/events/',
    summary: 'Changes of objects that the caller may view, as server-sent events',
    description:
      'Each event has an ID, and as data a JSON list of changes: `{"kind": "published", "ids": ["…"]}`. The IDs are the changed object and the ' +
      'objects that contain it, as far as the caller may view them as a member or by name when the event is sent; of a deleted object only the ' +
      'latter. The kinds are `created`, `published` (a new revision), `described`, `moved`, `deleted`, `sharing`, `people` and `access` (the ' +
      "caller's own rights changed). `refetch` means that changes may be missing. A list is empty after 20 seconds without changes. The stream " +
      'ends with its session or key.',
    access: 'user',
    query: EventsQuery,
    status: 200,
    bytes: 'text/event-stream',
    errors: ['too_many_attempts', 'unavailable'],
  }),
};
