import { readLocalStorageValue, useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';

const KEY = 'gofigr-workspace';

/** The ID of the workspace that this browser was in last, or '' before the first. */
export const useCurrentWorkspaceId = (): string =>
  useLocalStorage({ key: KEY, defaultValue: '', getInitialValueInEffect: false })[0];

export const currentWorkspaceId = (): string => readLocalStorageValue({ key: KEY, defaultValue: '' });

/** Makes the workspace that a page lies in the current one. */
export function useEnterWorkspace(id: string | undefined): void {
  const [current, setCurrent] = useLocalStorage({ key: KEY, defaultValue: '', getInitialValueInEffect: false });
  useEffect(() => {
    if (id !== undefined && id !== current) setCurrent(id);
  }, [id, current, setCurrent]);
}
