import { parseExact } from '@gofigr/client/node';
import { NotAccepted, type Questions } from '../terminal/questions.ts';

export interface AdvancedSettings {
  auto_publish: boolean;
  default_metadata?: Record<string, unknown>;
}

export const askForUrl = (questions: Questions, offered: string): Promise<string> =>
  questions.askFor(`API URL [${offered}]: `, (answer) => {
    const url = answer || offered;
    if (!/^https?:\/\/./.test(url) || !URL.canParse(url))
      throw new NotAccepted('This is no http:// or https:// address');
    return url;
  });

export async function askForAdvanced(questions: Questions): Promise<AdvancedSettings> {
  const auto_publish = await questions.askFor('Auto-publish all figures [Y/n]: ', yesOrNo);
  const default_metadata = await questions.askFor('Default revision metadata (JSON): ', objectOrNothing);
  return { auto_publish, ...(default_metadata && { default_metadata }) };
}

export function yesOrNo(answer: string): boolean {
  if (!/^(y|yes|n|no|)$/i.test(answer)) throw new NotAccepted('Please enter Yes/Y or No/N');
  return !/^n/i.test(answer);
}

function objectOrNothing(answer: string): Record<string, unknown> | undefined {
  if (answer === '') return undefined;
  try {
    const value = parseExact(answer);
    if (value === null) return undefined;
    if (typeof value === 'object' && !Array.isArray(value)) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new NotAccepted(`This is no JSON (${error.message})`);
  }
  throw new NotAccepted('Metadata is a JSON object, such as {"project": "rocket"}');
}
