import type { Figure } from '@gofigr/contract';
import { NativeSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { currentWorkspaceId } from '../../lib/current-workspace.ts';
import { listingQuery } from '../listing/index.ts';
import { MoveDialog } from '../object-menu/index.ts';
import { workspacesQuery } from '../workspace/index.ts';
import { updateFigure } from './update-figure.ts';

/** Moves a figure to another analysis of any workspace. */
export function MoveFigure({ figure, onClose }: { figure: Figure; onClose: () => void }) {
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  const [workspace, setWorkspace] = useState(currentWorkspaceId);
  const [text, setText] = useState('');
  const [name] = useDebouncedValue(text.trim(), 200);
  const [to, setTo] = useState<{ id: string; name: string }>();
  const analyses = useInfiniteQuery({
    ...listingQuery('workspace/analyses', workspace, { sort: 'changed', name: name === to?.name ? '' : name }),
    enabled: workspace !== '',
    placeholderData: keepPreviousData,
  });
  const found = (analyses.data?.pages[0]?.entries ?? []).filter((one) => one.api_id !== figure.analysis);
  return (
    <MoveDialog
      kind="figure"
      name={figure.name}
      from={figure.analysis}
      to={to}
      move={(analysis) => updateFigure(figure.api_id, { analysis })}
      onClose={onClose}
    >
      <NativeSelect
        label="In the workspace"
        value={workspace}
        onChange={(event) => {
          setWorkspace(event.currentTarget.value);
          setTo(undefined);
        }}
        data={workspaces.map((one) => ({ value: one.api_id, label: one.name }))}
      />
      <Select
        label="To the analysis"
        placeholder="Type a part of its name"
        searchable
        searchValue={text}
        onSearchChange={setText}
        filter={({ options }) => options}
        nothingFoundMessage="No other analysis with this name in the workspace"
        value={to?.id ?? null}
        onChange={(id, option) => setTo(id === null ? undefined : { id, name: option?.label ?? '' })}
        data={found.map((one) => ({ value: one.api_id, label: one.name }))}
      />
    </MoveDialog>
  );
}
