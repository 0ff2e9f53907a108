/** Differences of two revisions, an extension of the published API (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';
import { answer, Id, Time } from './schemas.ts';

const skipped = 'or `{"skipped": reason}` if it was not compared';

/** Values of JSON that differ, by their paths. */
const Values = Type.Object(
  {},
  { additionalProperties: true, description: `\`{equal, changes, unlisted}\`, ${skipped}` },
);

const Datum = Type.Object(
  { kind: Type.String({ description: '`equal`, `renamed`, `changed`, `added` or `removed`' }) },
  {
    additionalProperties: true,
    description: `\`a\` and \`b\` name the data. \`content\` of a changed one is a \`picture\`, \`svg\`, \`table\`, \`cells\` or \`text\`, ${skipped}`,
  },
);

export const Comparison = answer('Comparison', {
  a: Id,
  b: Id,
  made_on: Time,
  line: Type.String({ description: 'All differences in one line' }),
  equal: Type.Boolean({ description: 'Nothing differs. What was not compared is never equal' }),
  parameters: Values,
  metadata: Values,
  environment: Type.Object(
    {},
    { additionalProperties: true, description: `\`{packages, interpreter, system, git}\`, ${skipped}` },
  ),
  pictures: Type.Array(Datum),
  code: Type.Array(Datum),
  tables: Type.Array(Datum),
  texts: Type.Array(Datum),
  files: Type.Array(Datum),
  assets: Type.Array(Type.Object({ kind: Type.String() }, { additionalProperties: true }), {
    description: 'Used assets that differ, as far as the caller may view them',
  }),
});
export type Comparison = Static<typeof Comparison>;

export const compare = {
  revisions: operation({
    id: 'compare.revisions',
    method: 'GET',
    path: '/compare/',
    summary: 'Differences of two revisions, of one figure or of two',
    description:
      'Pictures, code, tables, environment, metadata, files and assets. A part beyond 10 s, 100,000 rows or 50 megapixels is not compared, and says so. ' +
      'Callers who are not signed in get only stored results: those of a revision and the one before it. ' +
      'Results with chosen `keys` or a `tolerance` are not stored, so those callers get `not_found` for them, with the reason.',
    access: [
      { action: 'view', kind: 'revision', in: 'query', key: 'a' },
      { action: 'view', kind: 'revision', in: 'query', key: 'b' },
    ],
    query: Type.Object({
      a: Type.String({ description: 'API ID of the first revision' }),
      b: Type.String({ description: 'API ID of the second revision' }),
      keys: Type.Optional(
        Type.String({
          description:
            'Columns that identify a row, as JSON: `["id"]` for all tables with any of these columns, or `{"weights": ["id", "day"]}` for tables by the name in `b`. `[]` pairs rows by position. Without it, key columns are searched',
        }),
      ),
      tolerance: Type.Optional(
        Type.String({ description: 'Difference of two numbers in a table that does not count, as `0.01` or `1%`' }),
      ),
    }),
    status: 200,
    answer: Comparison,
    errors: ['invalid_request', 'unavailable'],
  }),
};
