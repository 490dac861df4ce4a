/** Programs that read a dataset, ready to be copied. Every text from outside is put in the quotes of its language. */
export interface SnippetAbout {
  /** `http://127.0.0.1:8080`, without a slash at the end. */
  readonly base: string;
  readonly dataset: string;
  readonly version: number;
  readonly where?: string | undefined;
  readonly order?: string | undefined;
}

const queryOf = ({ where, order }: SnippetAbout) =>
  [where && (['where', where] as const), order && (['order', order] as const)].filter((one) => !!one);

const rowsAddress = ({ base, dataset }: SnippetAbout) => `${base}/api/v1/datasets/${dataset}/rows`;

/** In single quotes a shell changes nothing; one single quote is written as four signs. */
const inShell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
/** JSON's strings are Python's and R's too, once only ASCII is left. */
const inProgram = (text: string) =>
  JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export function curlSnippet(about: SnippetAbout): string {
  const lines = [
    `curl --fail --get ${inShell(rowsAddress(about))}`,
    `--data-urlencode ${inShell(`version=${about.version}`)}`,
    ...queryOf(about).map(([name, value]) => `--data-urlencode ${inShell(`${name}=${value}`)}`),
    `--data-urlencode 'limit=100'`,
  ];
  return lines.join(' \\\n  ');
}

export function pythonSnippet(about: SnippetAbout): string {
  const query = [['version', String(about.version)] as const, ...queryOf(about), ['limit', '5000'] as const];
  return `import json, urllib.parse, urllib.request

address = ${inProgram(rowsAddress(about))}
query = {${query.map(([name, value]) => `${inProgram(name)}: ${inProgram(value)}`).join(', ')}}

rows = []
while True:
    with urllib.request.urlopen(address + "?" + urllib.parse.urlencode(query)) as answer:
        page = json.load(answer)
    rows += page["rows"]
    if page["next"] is None:
        break
    query["cursor"] = page["next"]

print(len(rows), "rows of version", page["version"])
`;
}

export function rSnippet(about: SnippetAbout): string {
  const query = queryOf(about);
  if (query.length === 0) {
    return `rows <- read.csv(${inProgram(wholeAddress(about))}, check.names = FALSE)
cat(nrow(rows), "rows of version ${about.version}\\n")
`;
  }
  const named = query.map(
    ([name, value]) => `  paste0("$${name}=", URLencode(${inProgram(value)}, reserved = TRUE))`,
  );
  return `query <- paste(
${named.join(',\n')},
  "$limit=50000",
  sep = "&"
)
rows <- read.csv(paste0(${inProgram(`${about.base}/resource/${about.dataset}.csv?`)}, query), check.names = FALSE)
cat(nrow(rows), "rows\\n")
`;
}

/** Where exactly these rows are, for ever. */
export const wholeAddress = ({ base, dataset, version }: SnippetAbout): string =>
  `${base}/api/v1/datasets/${dataset}/versions/${version}.csv`;
