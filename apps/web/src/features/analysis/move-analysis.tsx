import type { Analysis } from '@gofigr/contract';
import { NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MoveDialog } from '../object-menu/index.ts';
import { workspacesQuery } from '../workspace/index.ts';
import { updateAnalysis } from './update-analysis.ts';

/** Moves an analysis to another workspace. */
export function MoveAnalysis({ analysis, onClose }: { analysis: Analysis; onClose: () => void }) {
  const others = (useQuery(workspacesQuery()).data ?? []).filter((one) => one.api_id !== analysis.workspace);
  const [picked, setPicked] = useState('');
  const to = others.find((one) => one.api_id === picked);
  return (
    <MoveDialog
      kind="analysis"
      name={analysis.name}
      from={analysis.workspace}
      to={to && { id: to.api_id, name: to.name }}
      move={(workspace) => updateAnalysis(analysis.api_id, { workspace })}
      onClose={onClose}
    >
      {others.length === 0 ? (
        <Text size="sm">You are not a member of another workspace. Create one first, or ask for an invitation.</Text>
      ) : (
        <NativeSelect
          label="To the workspace"
          value={picked}
          onChange={(event) => setPicked(event.currentTarget.value)}
          data={[{ value: '', label: 'Choose a workspace' }, ...others.map(optionOf)]}
        />
      )}
    </MoveDialog>
  );
}

const optionOf = (workspace: { api_id: string; name: string }) => ({ value: workspace.api_id, label: workspace.name });
