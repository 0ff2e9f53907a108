import { exportWorkspace } from '@gofigr/client/copy';
import { connectionFor } from '../common/connection.ts';
import { copying, noteWarnings } from '../common/copying.ts';
import type { SharedOptions } from '../common/options.ts';
import { printResult } from '../common/output.ts';
import { workspaceNamed } from '../common/workspaces.ts';
import { bytesText } from '../terminal/progress.ts';

/** Runs `gofigr export`. */
export async function exportTo(wanted: string, folder: string, options: SharedOptions): Promise<void> {
  const { manifest, warnings } = await copying(async (copy) => {
    const { gf } = await connectionFor(options, { signal: copy.signal });
    const { api_id } = await workspaceNamed(gf, wanted);
    return exportWorkspace(gf, api_id, folder, copy);
  });
  noteWarnings(warnings);
  const { objects, files, source } = manifest;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  printResult(
    options,
    { folder, workspace: source.workspace, objects: objects.length, files: files.length, bytes, warnings },
    `Exported ${objects.length} objects, ${files.length} files (${bytesText(bytes)}), to ${folder}`,
  );
}
