import type { PageRequest } from '../../core/page.ts';
import { ActForm, type Column, Empty, NotApplicable, Section, Table } from '../../web/components/index.ts';
import { counted, formatCount, formatPercent } from '../../web/format/index.ts';
import { passShare, type Suggestion } from './model.ts';

/** Rules worth having, each with its evidence and a button. Null while the version waits for its profile. */
export const SuggestedSection = ({
  request,
  suggestions,
  may,
}: {
  request: PageRequest;
  suggestions: readonly Suggestion[] | null;
  /** Whether whoever looks decides about rules here. */
  may: boolean;
}) => {
  if (suggestions === null) {
    return (
      <Section title="Rules worth having" id="suggested">
        <Empty acts={<a href="/jobs">See the work under way</a>}>
          Rules are suggested when the version has been profiled. It waits for that.
        </Empty>
      </Section>
    );
  }
  if (suggestions.length === 0) return null;
  const columns: readonly Column<Suggestion>[] = [
    { head: 'Rule', width: 'w33', cell: ({ sentence: words }) => words },
    { head: 'Evidence', cell: ({ evidence }) => evidence },
    {
      head: 'Pass now',
      numeric: true,
      strong: true,
      cell: (one) => {
        const share = passShare(one);
        return share === null ? <NotApplicable /> : formatPercent(share);
      },
    },
    { head: 'Fail now', numeric: true, cell: ({ failing }) => formatCount(failing) },
    ...(may ? [accept(request)] : []),
  ];
  return (
    <Section
      title="Rules worth having"
      id="suggested"
      finding={
        may
          ? 'Suggested from these rows. A rule you accept is checked on every later version, and its failures go to the owner.'
          : 'Suggested from these rows. Whoever answers for the dataset may accept them: from then on they are checked on every version.'
      }
    >
      <Table
        caption={counted(suggestions.length, 'rule worth having', 'rules worth having')}
        columns={columns}
        rows={suggestions}
      />
      {may && (
        <div class="more">
          <ActForm request={request} fields={{ act: 'accept-all' }} as="outline">
            Accept all {formatCount(suggestions.length)}
          </ActForm>
        </div>
      )}
    </Section>
  );
};

const accept = (request: PageRequest): Column<Suggestion> => ({
  head: 'Accept',
  act: true,
  cell: ({ id, sentence: words }) => (
    <ActForm request={request} fields={{ act: 'accept', suggestion: id }}>
      Accept<span class="hidden-text"> the rule: {words}</span>
    </ActForm>
  ),
});
