const DOI = /\b10\.\d{4,9}\/[-._;()/:A-Z0-9]+/i;
const BIBTEX = /\bdoi\s*=\s*[{"]([^{}"]+)[}"]/i;
const ARXIV = /https?:\/\/arxiv\.org\/abs\/[\w.\-/]+/i;

/** The DOI in a citation: written out, as BibTeX, or else a link to arXiv; null without any. */
export function doiIn(citation: string | null): string | null {
  if (citation === null) return null;
  const written = DOI.exec(citation)?.[0];
  if (written !== undefined) return withoutTail(written);
  return BIBTEX.exec(citation)?.[1]?.trim() ?? ARXIV.exec(citation)?.[0] ?? null;
}

/** A sentence may end right behind a DOI, or a parenthesis close that it did not open. */
function withoutTail(doi: string): string {
  const trimmed = doi.replace(/[.,;:]+$/, '');
  const isOpen = trimmed.endsWith(')') && !trimmed.includes('(');
  return isOpen ? withoutTail(trimmed.slice(0, -1)) : trimmed;
}
