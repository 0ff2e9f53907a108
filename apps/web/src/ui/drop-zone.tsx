import { type DragEvent, type ReactNode, useEffect, useState } from 'react';
import css from './drop-zone.module.css';

interface DropZoneProps {
  /** Is shown while files are dragged over it. */
  label: string;
  onFiles: (files: File[]) => void;
  /** Folders have no bytes of their own. */
  onFolders: () => void;
  children: ReactNode;
}

const hasFiles = ({ dataTransfer }: DragEvent | globalThis.DragEvent): boolean =>
  dataTransfer?.types.includes('Files') === true;

/** A part of the page that takes dropped files. */
export function DropZone({ label, onFiles, onFolders, children }: DropZoneProps) {
  // Elements inside are entered before the one around is left.
  const [depth, setDepth] = useState(0);
  useEffect(() => {
    // A file dropped beside the zone would replace the page.
    const refuse = (event: globalThis.DragEvent) => {
      if (!hasFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragover', refuse);
    window.addEventListener('drop', refuse);
    return () => {
      window.removeEventListener('dragover', refuse);
      window.removeEventListener('drop', refuse);
    };
  }, []);
  return (
    <div
      className={css['zone']}
      onDragEnter={(event) => hasFiles(event) && setDepth(depth + 1)}
      onDragLeave={(event) => hasFiles(event) && setDepth(Math.max(0, depth - 1))}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setDepth(0);
        const items = [...event.dataTransfer.items];
        const isFolder = (index: number) => items[index]?.webkitGetAsEntry?.()?.isDirectory === true;
        const files = [...event.dataTransfer.files].filter((_, index) => !isFolder(index));
        if (files.length < event.dataTransfer.files.length) onFolders();
        if (files.length > 0) onFiles(files);
      }}
    >
      {children}
      {depth > 0 && <div className={css['over']}>{label}</div>}
    </div>
  );
}
