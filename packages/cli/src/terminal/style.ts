import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Text in a style where `stream` is a terminal that shows it; NO_COLOR, NODE_DISABLE_COLORS and FORCE_COLOR count. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream): string {
  return stream.isTTY && stream.hasColors() ? styleText(style, text, { validateStream: false }) : text;
}
