/** Progress of the demonstration. */
export interface Progress {
  done: number;
  total: number;
  figure: string;
}

const BAR = 24;

/** Formats `[█████░░░] 12 of 93 · 40 s left · Iris morphology / Petals`, cut to the terminal's width. */
export function progressLine({ done, total, figure }: Progress, elapsedMs: number, width = 120): string {
  const full = Math.round((done / total) * BAR);
  const left = Math.round(((elapsedMs / done) * (total - done)) / 1000);
  const line = `[${'█'.repeat(full)}${'░'.repeat(BAR - full)}] ${done} of ${total} · ${left} s left · ${figure}`;
  return line.slice(0, width - 1);
}
