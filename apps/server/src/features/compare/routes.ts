import { compare } from '@gofigr/contract';
import type { Db } from '../../kernel/db/index.ts';
import { notFound } from '../../kernel/errors.ts';
import { queriedOf, type Route, route } from '../../kernel/http/index.ts';
import { choiceOf } from './service/choice.ts';
import { usedAssets } from './service/used-assets.ts';
import type { Comparisons } from './service.ts';
import { toComparison } from './wire.ts';

export const compareRoutes = ({ db, comparisons }: { db: Db; comparisons: Comparisons }): Route[] => [
  route(compare.revisions, async (call) => {
    const [a, b] = queriedOf(call);
    if (!a || !b) throw notFound();
    const { principal } = call;
    const choice = choiceOf(call.query);
    const caller = principal.kind === 'anonymous' ? null : principal.userId;
    const assetsOf = await usedAssets(db, principal, [a.id, b.id]);
    const made = await comparisons.of(a.id, b.id, caller, choice);
    return toComparison(a.id, b.id, made, assetsOf(a.id), assetsOf(b.id));
  }),
];
