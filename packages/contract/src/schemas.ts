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

/** An object of a request. Unknown fields are ignored, since clients send whole objects back. */
export const sent = <P extends Record<string, TSchema>>(properties: P) => Type.Object(properties);

/** An object of an answer, named in the OpenAPI document. */
export const answer = <P extends Record<string, TSchema>>(title: string, properties: P) =>
  Type.Object(properties, { title, additionalProperties: false });
