import { useState } from 'react';

/**
 * The text in a field whose value lives elsewhere, such as in the address. It follows changes of that value, and keeps
 * the spaces around it that somebody has typed.
 */
export function useTyped(value: string): [typed: string, setTyped: (text: string) => void] {
  const [{ typed, shown }, setState] = useState({ typed: value, shown: value });
  const now = value === shown || typed.trim() === value ? typed : value;
  if (value !== shown) setState({ typed: now, shown: value });
  return [now, (text) => setState({ typed: text, shown: value })];
}
