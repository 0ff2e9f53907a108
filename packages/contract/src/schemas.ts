/** Scalars that all resources use (docs/protocol.md, section 1). */
import { type Static, type TSchema, Type } from 'typebox';

export const Id = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  description: 'API ID: a random UUID in lower case',
});
export type Id = Static<typeof Id>;

/** Requests may contain upper-case IDs; they are stored in lower case. */
const SENT_ID = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$';
export const SentId = Type.String({ pattern: SENT_ID });

/** The workspace of a new object. Empty: the caller's primary one, or the key's only workspace. */
export const InWorkspace = Type.String({ pattern: `^$|${SENT_ID}` });

export const Time = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00$',
  description: 'ISO 8601 with microseconds and an offset',
});
export type Time = Static<typeof Time>;

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Any JSON value: stored and returned exactly as sent. */
export const Json = Type.Unknown({ description: 'Any JSON value; returned exactly as sent' });

export const NAME_LENGTH = 1024;
export const DESCRIPTION_LENGTH = 100_000;

export const Name = Type.String({ minLength: 1, maxLength: NAME_LENGTH });
export const Description = Type.String({ maxLength: DESCRIPTION_LENGTH });

/** Most tags of a figure, and most characters of one. */
export const MAX_TAGS = 50;
export const MAX_TAG_LENGTH = 64;

export const Tags = Type.Array(Type.String(), { description: 'Sorted, without regard to case' });
/** Tags of a request. The server checks them when surrounding spaces and duplicates are gone. */
export const SentTags = Type.Array(Type.String({ maxLength: 1000 }), {
  maxItems: 1000,
  description: `At most ${MAX_TAGS} texts of at most ${MAX_TAG_LENGTH} characters. Surrounding spaces are removed, and tags that differ only in case are one`,
});

/**
 * The username of somebody, in an answer. Callers who share no workspace with that person get a stand-in for a username
 * that looks like a mail address (docs/protocol.md, section 10).
 */
export const ShownUsername = (description?: string) =>
  Type.String({ ...(description !== undefined && { description }), 'x-username': true });
export const isShownUsername = (schema: TSchema): boolean => 'x-username' in schema;

/** An object of a request. Unknown fields are ignored, since clients send whole objects back. */
export const sent = <P extends Record<string, TSchema>>(properties: P) => Type.Object(properties);

/** An object of an answer, named in the OpenAPI document. */
export const answer = <P extends Record<string, TSchema>>(title: string, properties: P) =>
  Type.Object(properties, { title, additionalProperties: false });
