import { Code, Section } from '../../web/components/index.ts';

interface UseItProps {
  /** `http://127.0.0.1:8080`. */
  readonly origin: string;
  readonly id: string;
  readonly version: number;
  /** A field that many filter by, and one of its values. */
  readonly filter?: { readonly field: string; readonly value: string };
  readonly citation?: string;
}

/** How a program reads it: commands that run as they stand, and how to cite the version. */
export const UseIt = ({ origin, id, version, filter, citation }: UseItProps) => {
  const rows = `${origin}/api/v1/datasets/${id}/rows`;
  const whole = `${origin}/api/v1/datasets/${id}/versions/${version}`;
  const where = filter && `${filter.field}='${filter.value.replaceAll("'", "''")}'`;
  const curl = where
    ? `curl -G '${rows}' \\\n  --data-urlencode "where=${where.replace(/["$`\\]/g, '\\$&')}" \\\n  -d limit=100`
    : `curl '${rows}?limit=100'`;
  return (
    <Section
      id="use"
      title="Use it in a program"
      aside={<a href="/api">How the API works</a>}
      finding={`The address of a version always gives the same rows. Without a version you get the newest.`}
    >
      <Code label="curl" code={curl} />
      <Code label="Python" code={`import pandas as pd\n\ndata = pd.read_parquet("${whole}.parquet")`} />
      <Code label="R" code={`data <- read.csv("${whole}.csv", check.names = FALSE)`} />
      {citation && <Code label="Cite it" code={citation} />}
    </Section>
  );
};
