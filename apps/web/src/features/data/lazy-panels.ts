import { lazyCode } from '../../lib/lazy-code.ts';

// A figure opens with its image. The code of other tabs is loaded when they are opened.
export const CodePanel = lazyCode(async () => (await import('./code-panel.tsx')).CodePanel);
export const FilePreview = lazyCode(async () => (await import('./file-preview.tsx')).FilePreview);
export const FilePanel = lazyCode(async () => (await import('./file-panel.tsx')).FilePanel);
export const TablePanel = lazyCode(async () => (await import('./table/table-panel.tsx')).TablePanel);
export const TextPanel = lazyCode(async () => (await import('./text-panel.tsx')).TextPanel);
