import { type PageRequest, page } from '../../../core/page.ts';
import {
  Empty,
  ErrorSummary,
  Form,
  Section,
  SelectField,
  Table,
  TextArea,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { counted } from '../../../web/format/index.ts';
import { namePeople } from '../../access/contract.ts';
import {
  compareDefinitions,
  listDefinitions,
  saveDefinition,
  showDefinition,
} from '../definitions/contract.ts';
import type { DefinitionKind } from '../definitions/model.ts';
import { linkageCrumbs } from './purpose-first.tsx';

const crumbs = [...linkageCrumbs, { href: '/linkage/definitions', label: 'Models and rules' }];
const kindWords: Readonly<Record<DefinitionKind, string>> = { model: 'Model', rules: 'Rule set' };

/** Models and rule sets that links can be made with, and the form that saves one. */
export const definitionsPage = page({
  path: '/linkage/definitions',
  access: 'staff',
  render: async (request) => {
    const { definitions } = await request.ask(listDefinitions, {});
    const zone = request.clock.timeZone;
    const nameOf = await namesOf(request, definitions);
    return {
      title: 'Models and rules',
      place: 'sharing',
      breadcrumbs: linkageCrumbs,
      content: (
        <>
          <Title
            kind="Linkage"
            title="Models and rules"
            lede="A model says how records are told apart; a rule set is the policy over it: what is linked, kept apart, or shown to a person first. Each change is a version, and a link says which one it was made with."
          />
          <ErrorSummary form={request.form} />
          <Section title="Saved" first>
            {definitions.length === 0 ? (
              <Empty>
                Nothing is saved yet. A model is saved from the page of a link; rules are written below.
              </Empty>
            ) : (
              <Table
                caption="Saved models and rule sets"
                rows={definitions}
                columns={[
                  {
                    head: 'Name',
                    cell: ({ kind, name, note }) => (
                      <>
                        <a href={`/linkage/definitions/${kind}/${name}`}>{name}</a>
                        {note !== null && <span class="sub">{note}</span>}
                      </>
                    ),
                  },
                  { head: 'Kind', cell: ({ kind }) => kindWords[kind] },
                  { head: 'Version', numeric: true, cell: ({ version }) => String(version) },
                  { head: 'Saved by', cell: ({ saved_by }) => nameOf(saved_by) },
                  { head: 'Saved', cell: ({ saved_at }) => <Time at={saved_at} zone={zone} as="moment" /> },
                ]}
              />
            )}
          </Section>
          <Section title="Save another">
            <Form request={request}>
              <SelectField
                name="kind"
                label="What is it?"
                value="rules"
                choices={[
                  { value: 'rules', label: 'A rule set' },
                  { value: 'model', label: 'A model' },
                ]}
                form={request.form}
              />
              <TextField
                name="name"
                label="Name"
                hint="Small letters, digits and hyphens: client-records"
                form={request.form}
              />
              <Editing form={request.form} value={rulesToBeginWith} />
              <p class="acts">
                <button class="button" type="submit">
                  Save
                </button>
              </p>
            </Form>
          </Section>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const kind = form.get('kind') === 'model' ? ('model' as const) : ('rules' as const);
    return saved(request, kind, String(form.get('name') ?? ''), form);
  },
});

/** A saved model or rule set at one version: its text, what changed, who uses it, and the form for the next version. */
export const definitionPage = page({
  path: '/linkage/definitions/:kind/:name',
  access: 'staff',
  render: async (request) => {
    const kind = kindOf(request);
    const asked = Number(request.query.get('version'));
    const shown = await request.ask(showDefinition, {
      kind,
      name: request.params['name'] ?? '',
      ...(Number.isInteger(asked) && asked > 0 ? { version: asked } : {}),
    });
    const { name, version, versions } = shown;
    const home = `/linkage/definitions/${kind}/${name}`;
    const zone = request.clock.timeZone;
    const nameOf = await namesOf(request, versions);
    const against = Number(request.query.get('against') ?? version - 1);
    const compared =
      versions.some((one) => one.version === against) && against !== version
        ? await request.ask(compareDefinitions, { kind, name, from: against, to: version })
        : undefined;
    const newest = versions[0]!.version;
    return {
      title: name,
      place: 'sharing',
      breadcrumbs: crumbs,
      content: (
        <>
          <Title
            kind={`${kindWords[kind]} · version ${version}${version === newest ? '' : `, the newest is ${newest}`}`}
            title={name}
            lede={
              shown.used_by.length === 0
                ? 'No link was made with it yet.'
                : `${counted(shown.used_by.length, 'link was', 'links were')} made with it.`
            }
          />
          <ErrorSummary form={request.form} />
          {compared !== undefined && (
            <Section
              title={`What version ${compared.to} changed`}
              first
              finding={`${counted(compared.changes.length, 'line differs', 'lines differ')} from version ${compared.from}; ${counted(compared.same, 'line is', 'lines are')} the same.`}
            >
              {compared.changes.length > 0 && (
                <Table
                  caption={`Version ${compared.from} and version ${compared.to}`}
                  rows={compared.changes}
                  density="close"
                  columns={[
                    { head: 'Line', width: 'w40', cell: ({ what }) => what },
                    {
                      head: `Version ${compared.from}`,
                      cell: ({ before }) => before ?? <span class="blank">(none)</span>,
                    },
                    {
                      head: `Version ${compared.to}`,
                      cell: ({ after }) =>
                        after === null ? <span class="blank">(none)</span> : <mark>{after}</mark>,
                    },
                  ]}
                />
              )}
            </Section>
          )}
          <Section title="Versions" first={compared === undefined}>
            <Table
              caption="Versions"
              rows={versions}
              density="close"
              columns={[
                {
                  head: 'Version',
                  cell: (one) => (
                    <>
                      <a href={`${home}?version=${one.version}`}>Version {one.version}</a>
                      {one.note !== null && <span class="sub">{one.note}</span>}
                    </>
                  ),
                },
                { head: 'Saved by', cell: (one) => nameOf(one.saved_by) },
                { head: 'Saved', cell: (one) => <Time at={one.saved_at} zone={zone} as="moment" /> },
                {
                  head: 'Learned by',
                  cell: (one) =>
                    one.made_from === null ? (
                      'Written by hand'
                    ) : (
                      <a href={`/linkage/runs/${one.made_from}`}>The link it came from</a>
                    ),
                },
                {
                  head: 'Compare',
                  act: true,
                  cell: (one) =>
                    one.version === version ? (
                      ''
                    ) : (
                      <a href={`${home}?version=${version}&against=${one.version}`}>With version {version}</a>
                    ),
                },
              ]}
            />
          </Section>
          {shown.used_by.length > 0 && (
            <Section title="Links made with it">
              <ul class="plain">
                {shown.used_by.map((use) => (
                  <li>
                    <a href={`/linkage/runs/${use.run}`}>{use.title}</a>, by version {use.version}
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <Section title="The file, to read and to change">
            <Form request={request}>
              <Editing form={request.form} value={shown.content} />
              <p class="acts">
                <button class="button" type="submit">
                  Save as version {newest + 1}
                </button>
                <span class="small quiet">Links that were made keep the version they were made with.</span>
              </p>
            </Form>
          </Section>
        </>
      ),
    };
  },
  submit: (request, form) => saved(request, kindOf(request), request.params['name'] ?? '', form),
});

const kindOf = (request: PageRequest): DefinitionKind =>
  request.params['kind'] === 'model' ? 'model' : 'rules';

async function saved(request: PageRequest, kind: DefinitionKind, name: string, form: FormData) {
  const made = await request.ask(saveDefinition, {
    kind,
    name,
    content: String(form.get('content') ?? ''),
    note: String(form.get('note') ?? ''),
  });
  return { redirect: `/linkage/definitions/${made.kind}/${made.name}` };
}

function Editing({ form, value }: { form: PageRequest['form']; value: string }) {
  return (
    <>
      <TextArea
        name="content"
        label="The file (YAML)"
        hint="It is read and tried on its own examples before it is saved."
        value={value}
        rows={24}
        form={form}
      />
      <TextField name="note" label="What changed, and why" optional form={form} />
    </>
  );
}

async function namesOf(request: PageRequest, saved: readonly { readonly saved_by: string }[]) {
  const { names } = await request.ask(namePeople, { ids: [...new Set(saved.map((one) => one.saved_by))] });
  return (id: string) => names[id] ?? id;
}

const rulesToBeginWith = `version: 1
name: Birth date first
source: the agreement or decision that this rests on
rules:
  - rule: another birth date
    when: { fields: { birth_date: different } }
    verdict: review
    because: Two birth dates may be two people.
`;
