/**
 * A PDF with a page for each list of texts, one below the other. `content` is drawn before them, on every page. Readers
 * rebuild the table of objects, which is missing.
 */
export function pdf(pages: readonly (readonly string[])[], content = ''): string {
  const objects = pages.map((texts, page) => {
    const drawn = texts.map((text, line) => `BT /F1 12 Tf 20 ${780 - 20 * line} Td (${text}) Tj ET`);
    const stream = [content, ...drawn].join('\n');
    const [own, inside] = [4 + 2 * page, 5 + 2 * page];
    return `${own} 0 obj<</Type/Page/Parent 2 0 R/Contents ${inside} 0 R>>endobj
${inside} 0 obj<</Length ${stream.length}>>stream
${stream}
endstream endobj`;
  });
  const kids = pages.map((_, page) => `${4 + 2 * page} 0 R`).join(' ');
  return `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[${kids}]/Count ${pages.length}/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>>>endobj
3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
${objects.join('\n')}
trailer<</Root 1 0 R>>
`;
}
