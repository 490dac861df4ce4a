import { page } from '../../core/page.ts';
import {
  ButtonLink,
  Empty,
  FilterSelect,
  Filters,
  Section,
  Table,
  Title,
} from '../../web/components/index.ts';
import { inWords, sentence } from '../../web/format/index.ts';
import { listAgencies } from '../agencies/contract.ts';
import { editDataset, listOwnerless } from './contract.ts';

/** The queue of what nobody answers for: each waits for a name, and counts against its agency until it has one. */
export const ownerlessPage = page({
  path: '/data/without-owner',
  access: 'staff',
  render: async (request) => {
    const agency = request.query.get('agency') || undefined;
    const [{ datasets, of }, { agencies }] = await Promise.all([
      request.ask(listOwnerless, agency === undefined ? {} : { agency }),
      request.ask(listAgencies, {}),
    ]);
    const allowed = await Promise.all(
      datasets.map(async ({ dataset }) => [dataset, await request.may(editDataset, { dataset })] as const),
    );
    const mayName = new Set(allowed.flatMap(([dataset, may]) => (may ? [dataset] : [])));
    return {
      title: 'Datasets without an owner',
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: '/data/without-owner', label: 'Without an owner' },
      ],
      content: (
        <>
          <Title
            title="Datasets without an owner"
            lede={
              datasets.length === 0
                ? `Someone answers for each of the ${inWords(of, 'dataset')}.`
                : `${sentence(inWords(datasets.length, 'dataset'))} of ${of} ${datasets.length === 1 ? 'waits' : 'wait'} for someone to answer for ${datasets.length === 1 ? 'it' : 'them'}. Each counts against its agency in the plan.`
            }
          >
            <Filters>
              <FilterSelect
                name="agency"
                label="Held by"
                value={agency ?? ''}
                choices={[
                  { value: '', label: 'Every agency' },
                  ...agencies.map(({ code, name }) => ({ value: code, label: name })),
                ]}
              />
            </Filters>
          </Title>
          <Section first title="The queue">
            {datasets.length === 0 ? (
              <Empty>Nothing waits here.</Empty>
            ) : (
              <Table
                caption="Datasets that nobody answers for"
                rows={datasets}
                columns={[
                  {
                    head: 'Dataset',
                    width: 'w40',
                    cell: ({ dataset, title }) => <a href={`/data/${dataset}`}>{title}</a>,
                  },
                  {
                    head: 'Held by',
                    cell: ({ agency: code }) =>
                      code === null ? 'Nobody yet' : <a href={`/agencies/${code}`}>{code}</a>,
                  },
                  { head: 'Why', cell: ({ because }) => because },
                  {
                    head: 'Next step',
                    act: true,
                    cell: ({ dataset, title, agency: code }) =>
                      mayName.has(dataset) ? (
                        <ButtonLink kind="slight" href={`/data/${dataset}/edit#f-owner`}>
                          Name an owner<span class="hidden-text"> of {title}</span>
                        </ButtonLink>
                      ) : (
                        code !== null && <a href={`/agencies/${code}`}>Ask its data officer</a>
                      ),
                  },
                ]}
              />
            )}
          </Section>
        </>
      ),
    };
  },
});
