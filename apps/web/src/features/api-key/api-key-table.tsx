import type { ApiKey, ApiKeyUse } from '@gofigr/contract';
import { Button, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatDay, formatExact, isPast } from '../../lib/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { When } from '../../ui/when.tsx';
import { workspacesQuery } from '../workspace/index.ts';
import css from './api-key-table.module.css';

interface ApiKeyTableProps {
  keys: readonly ApiKey[];
  uses: readonly ApiKeyUse[];
  onRevoke: (key: ApiKey) => void;
}

export function ApiKeyTable({ keys, uses, onRevoke }: ApiKeyTableProps) {
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  const useOf = new Map(uses.map((use) => [use.api_id, use]));
  const nameOf = new Map(workspaces.map((workspace) => [workspace.api_id, workspace.name]));
  return (
    <Panel>
      <div className={css['scroll']}>
        <table className={css['table']}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Created</th>
              <th scope="col">Last used</th>
              <th scope="col">Scope</th>
              <th scope="col">Expires</th>
              <th scope="col">
                <VisuallyHidden>Action</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.api_id}>
                <td className={css['name']}>{key.name}</td>
                <td data-label="Created">
                  <time dateTime={key.created} title={formatExact(key.created)}>
                    {formatDay(key.created)}
                  </time>
                </td>
                <td data-label="Last used">
                  <LastUse lastUsed={key.last_used} use={useOf.get(key.api_id)} />
                </td>
                <td data-label="Scope">
                  {key.workspace ? (nameOf.get(key.workspace) ?? 'One workspace') : 'All workspaces'}
                </td>
                <td data-label="Expires">{key.expiry ? <Expiry time={key.expiry} /> : 'Never'}</td>
                <td className={css['action']}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Revoke ${key.name}`}
                    onClick={() => onRevoke(key)}
                  >
                    Revoke
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function LastUse({ lastUsed, use }: { lastUsed: string | null; use: ApiKeyUse | undefined }) {
  if (!lastUsed) return 'Never';
  const where = [use?.client, use?.address].filter((part) => part).join(', from ');
  return (
    <div>
      <When time={lastUsed} />
      {where && <div className={css['where']}>{where}</div>}
    </div>
  );
}

function Expiry({ time }: { time: string }) {
  if (isPast(time)) return <b>Expired</b>;
  return (
    <time dateTime={time} title={formatExact(time)}>
      {formatDay(time)}
    </time>
  );
}
