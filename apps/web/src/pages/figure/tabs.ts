import type { DataType } from '@gofigr/contract';

/** The tabs of a revision, in order, with the type of data each shows. */
export const TABS = [
  { value: 'image', label: 'Image', type: 'image' },
  { value: 'code', label: 'Code', type: 'code' },
  { value: 'tables', label: 'Tables', type: 'dataframe' },
  { value: 'text', label: 'Text', type: 'text' },
  { value: 'files', label: 'Files', type: 'file' },
  { value: 'metadata', label: 'Metadata', type: undefined },
] as const satisfies readonly { value: string; label: string; type: DataType | undefined }[];

export type Tab = (typeof TABS)[number]['value'];

/** Returns the tab named in an address. The first tab is not named there. */
export const tabOf = (value: unknown): Tab | undefined => TABS.slice(1).find((tab) => tab.value === value)?.value;
