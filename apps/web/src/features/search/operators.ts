/** Operators of a search, as docs/protocol.md lists them. */
const OPERATOR =
  /(?<=^|\s)-?(?:workspace|analysis|author|tag|type|package|has|before|after|on):(?:"[^"]*"|[^\s"]+)(?=\s|$)/gi;

/** The operators in the text of a search, as they are written there. */
export const operatorsIn = (text: string): string[] => text.match(OPERATOR) ?? [];

/** The text without one of its operators. */
export function withoutOperator(text: string, operator: string): string {
  let isGone = false;
  const rest = text.replace(OPERATOR, (one) => {
    if (isGone || one !== operator) return one;
    isGone = true;
    return '';
  });
  return rest.replace(/\s+/g, ' ').trim();
}

/** The text with one operator of this name, which replaces others of the same name. Null: without any. */
export function withOperator(text: string, name: string, value: string | null): string {
  const others = operatorsIn(text).filter((one) => one.toLowerCase().startsWith(`${name}:`));
  const rest = others.reduce(withoutOperator, text.replace(/\s+/g, ' ').trim());
  if (value === null) return rest;
  const written = /[\s"]/.test(value) ? `"${value.replaceAll('"', ' ')}"` : value;
  return `${rest} ${name}:${written}`.trim();
}

/** The value of an operator in the text; undefined if it is not there. */
export function valueOf(text: string, name: string): string | undefined {
  const written = operatorsIn(text).find((one) => one.toLowerCase().startsWith(`${name}:`));
  return written?.slice(name.length + 1).replace(/^"|"$/g, '');
}
