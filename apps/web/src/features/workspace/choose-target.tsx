import { NativeSelect, Radio, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { currentWorkspaceId } from '../../lib/current-workspace.ts';
import type { ChooseProps } from '../../ui/choose.ts';
import { analysesNamedQuery, recentAnalysesQuery } from './analyses-query.ts';
import { workspacesQuery } from './workspaces-query.ts';

/** Fields to choose an analysis: one of those that changed last, or any of a workspace by its name. */
export function ChooseAnalysis({ without, to, onChange }: ChooseProps) {
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  const [workspace, setWorkspace] = useState(currentWorkspaceId);
  const [text, setText] = useState('');
  const [name] = useDebouncedValue(text.trim(), 200);
  const recent = useQuery(recentAnalysesQuery(workspaces.map((one) => one.api_id)));
  const named = useQuery({
    ...analysesNamedQuery(workspace, name === to?.name ? '' : name),
    enabled: workspace !== '',
    placeholderData: keepPreviousData,
  });
  const offered = (recent.data ?? []).filter((one) => one.api_id !== without).slice(0, OFFERED);
  const found = (named.data ?? []).filter((one) => one.api_id !== without);
  const isRecent = offered.some((one) => one.api_id === to?.id);
  const nameOf = (id: string) => workspaces.find((one) => one.api_id === id)?.name;
  return (
    <Stack gap="sm">
      {offered.length > 0 && (
        <Radio.Group
          label="Recent analyses"
          value={isRecent ? (to?.id ?? null) : null}
          onChange={(id) => {
            const one = offered.find((each) => each.api_id === id);
            onChange(one && { id, name: one.name });
            setText('');
          }}
        >
          <Stack gap={6} mt={6}>
            {offered.map((one) => (
              <Radio
                key={one.api_id}
                value={one.api_id}
                label={
                  <span style={{ overflowWrap: 'anywhere' }}>
                    <bdi>{one.name}</bdi>
                    {workspaces.length > 1 && (
                      <Text span size="xs" c="dimmed">
                        {' '}
                        in <bdi>{nameOf(one.workspace)}</bdi>
                      </Text>
                    )}
                  </span>
                }
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <NativeSelect
        label="In the workspace"
        value={workspace}
        onChange={(event) => {
          setWorkspace(event.currentTarget.value);
          onChange(undefined);
        }}
        data={workspaces.map((one) => ({ value: one.api_id, label: one.name }))}
      />
      <Select
        label="To the analysis"
        placeholder="Type a part of its name"
        searchable
        renderOption={({ option }) => <bdi>{option.label}</bdi>}
        searchValue={text}
        onSearchChange={setText}
        filter={({ options }) => options}
        nothingFoundMessage="No other analysis with this name in the workspace"
        value={isRecent ? null : (to?.id ?? null)}
        onChange={(id, option) => onChange(id === null ? undefined : { id, name: option?.label ?? '' })}
        data={found.map((one) => ({ value: one.api_id, label: one.name }))}
      />
    </Stack>
  );
}

/** Recent analyses that are offered: as many as fit above the keyboard of a phone. */
const OFFERED = 4;

/** A field to choose another workspace. */
export function ChooseWorkspace({ without, to, onChange }: ChooseProps) {
  const others = (useQuery(workspacesQuery()).data ?? []).filter((one) => one.api_id !== without);
  if (others.length === 0)
    return (
      <Text size="sm">You are not a member of another workspace. Create one first, or ask for an invitation.</Text>
    );
  return (
    <NativeSelect
      label="To the workspace"
      value={to?.id ?? ''}
      onChange={(event) => {
        const one = others.find((each) => each.api_id === event.currentTarget.value);
        onChange(one && { id: one.api_id, name: one.name });
      }}
      data={[
        { value: '', label: 'Choose a workspace' },
        ...others.map((one) => ({ value: one.api_id, label: one.name })),
      ]}
    />
  );
}
