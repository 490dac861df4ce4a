import { Code, Section } from '../../web/components/index.ts';

interface UseItProps {
  readonly snippets: readonly { readonly title: string; readonly needs: string; readonly code: string }[];
  readonly citation: string;
  readonly bibtex: string;
}

/** How a program reads it: commands that run as they stand, and how to cite the version. */
export const UseIt = ({ snippets, citation, bibtex }: UseItProps) => (
  <Section
    id="use"
    title="Use it in a program"
    aside={<a href="/api">How the API works</a>}
    finding="The address of a version always gives the same rows. Without a version you get the newest."
  >
    {snippets.map(({ title, needs, code }) => (
      <Code label={needs.includes(title) ? needs : `${title}, with ${needs}`} code={code} />
    ))}
    <Code label="Cite it" code={citation} wrap />
    <details>
      <summary>As BibTeX</summary>
      <Code label="BibTeX" code={bibtex} level="p" />
    </details>
  </Section>
);
