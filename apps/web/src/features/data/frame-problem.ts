/** A failure that a page in the frame reports. Its text comes from the page, so it may say anything. */
export interface FrameProblem {
  kind: 'script' | 'load' | 'blocked' | 'empty';
  text: string;
}

const MOST_CHARACTERS = 300;
const KINDS: readonly string[] = ['script', 'load', 'blocked', 'empty'];
const isKind = (kind: unknown): kind is FrameProblem['kind'] => typeof kind === 'string' && KINDS.includes(kind);

/** Reads a message of the frame; undefined if it reports no problem. */
export function problemIn(message: unknown): FrameProblem | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  if (!('gofigr' in message && 'kind' in message && 'text' in message)) return undefined;
  const { gofigr, kind, text } = message;
  if (gofigr !== 'problem' || !isKind(kind) || typeof text !== 'string') return undefined;
  return { kind, text: text.slice(0, MOST_CHARACTERS) };
}

const WORDS: Record<FrameProblem['kind'], (text: string) => string> = {
  script: (text) => `Script error: ${text}`,
  load: (text) => `Could not load ${text}`,
  blocked: (text) => `The sandbox blocked ${text}`,
  empty: () => 'The page shows nothing.',
};

export const wordsOf = ({ kind, text }: FrameProblem): string => WORDS[kind](text);
