import type { DatumDiff } from '@gofigr/compare';
import { useQuery } from '@tanstack/react-query';
import {
  type CompareSearch,
  comparisonQuery,
  DataDiffs,
  KeyChoice,
  ToleranceField,
} from '../../features/compare/index.ts';
import { useIsSignedIn } from '../../features/session/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { SignInNotice } from './sign-in-notice.tsx';

interface TablesProps {
  a: string;
  b: string;
  /** Differences by found keys. */
  tables: readonly DatumDiff[];
  search: CompareSearch;
  onChange: (change: CompareSearch) => void;
}

/** Shows the differences of tables, by found keys or as the user chooses. */
export function Tables({ a, b, tables, search: { keys, tolerance }, onChange }: TablesProps) {
  // Others get only the stored results, which have no choices.
  const isSignedIn = useIsSignedIn();
  const compared = useQuery(comparisonQuery(a, b, isSignedIn ? { keys, tolerance } : {}));
  const choose = (name: string, columns: string[] | undefined) => {
    const { [name]: _, ...others } = keys ?? {};
    const chosen = columns ? { ...others, [name]: columns } : others;
    onChange({ keys: Object.keys(chosen).length > 0 ? chosen : undefined });
  };
  const choiceFor = ({ b: datum, content: shown }: DatumDiff) => {
    const content = tables.find((table) => table.b?.id === datum?.id)?.content;
    if (!isSignedIn || !datum || !content || !('table' in content)) return undefined;
    const { columns, key } = content.table;
    const found = shown && 'table' in shown ? shown.table.key : key;
    const chosen = keys && Object.hasOwn(keys, datum.name) ? keys[datum.name] : undefined;
    return (
      <KeyChoice
        table={datum.name}
        columns={columns.common}
        used={chosen ?? found?.columns ?? []}
        isChosen={chosen !== undefined}
        onChoose={(names) => choose(datum.name, names)}
      />
    );
  };
  return (
    <>
      {isSignedIn && tables.some(({ content }) => content && 'table' in content) && (
        <ToleranceField value={tolerance} onChange={(wanted) => onChange({ tolerance: wanted })} />
      )}
      {!isSignedIn && (keys || tolerance) && (
        <SignInNotice title="The key columns and the tolerance of this link are not applied">
          Tables are shown as the server stored them. For those who are signed in, it compares them as the link says.
        </SignInNotice>
      )}
      <Loaded of={compared} what="The differences" skeleton={<LinesSkeleton count={10} height={20} />}>
        {(data) => <DataDiffs what="tables" diffs={data.tables} split={false} choiceFor={choiceFor} />}
      </Loaded>
    </>
  );
}
