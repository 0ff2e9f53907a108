import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Styles a text if `stream` is a terminal with colors. Follows NO_COLOR, NODE_DISABLE_COLORS and FORCE_COLOR. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream): string {
  return stream.isTTY && stream.hasColors() ? styleText(style, text, { validateStream: false }) : text;
}
