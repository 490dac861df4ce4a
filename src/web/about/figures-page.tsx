import { page } from '../../core/page.ts';
import {
  Example,
  NotApplicable,
  Pairs,
  Section,
  SoFar,
  Status,
  Title,
  Unknown,
  Withheld,
} from '../components/index.ts';

/** How to read every figure of the site. */
export const figuresPage = page({
  path: '/about/figures',
  access: 'everyone',
  render: async (request) => ({
    title: 'How figures are counted',
    breadcrumbs: [],
    content: (
      <>
        <Title
          title="How figures are counted"
          lede="Every figure is counted from records, when you ask. An underlined figure opens exactly the records it was counted from, and their CSV adds up to it."
        />
        <Section title="What a figure says">
          <Pairs
            items={[
              {
                label: 'A share',
                value:
                  'Stands with its numerator and denominator: 1,276 of 1,633. It has only as many decimals as the denominator bears, and never reads 100% while one is missing.',
              },
              { label: 'A difference of shares', value: 'Is told in points, not in per cent.' },
              {
                label: 'A date',
                value: `Is a day in the time zone of ${request.jurisdiction.name}. Data as of a date says so under the title.`,
              },
              {
                label: 'A row',
                value:
                  'Is numbered as it came in the file. Rows in are rows stored and rows set aside: none is lost.',
              },
              {
                label: 'A version',
                value:
                  'Never changes after it is made. An address that names a version shows the same figure for as long as the version is there.',
              },
            ]}
          />
        </Section>
        <Section title="When there is no plain figure">
          <Pairs
            items={[
              { label: <Unknown />, value: 'It cannot be computed; the reason stands near.' },
              {
                label: <Unknown>Not assessed</Unknown>,
                value:
                  'No rule has been accepted for it. A dataset without rules has no score: it is not a good one.',
              },
              { label: <Withheld>1 to 5</Withheld>, value: 'Held back because few people stand behind it.' },
              { label: <SoFar>312</SoFar>, value: 'The period is not over, or not all of it is in.' },
              { label: <NotApplicable />, value: 'Does not apply. Zero is written 0.' },
              { label: <Example />, value: 'Made up to show how the page works.' },
            ]}
          />
        </Section>
        <Section title="How an objective stands">
          <Pairs
            items={[
              { label: <Status kind="met" />, value: 'The value reached the target.' },
              {
                label: <Status kind="track" />,
                value: 'The target is inside the range to expect at its date.',
              },
              {
                label: <Status kind="risk" />,
                value: 'The target is outside that range; the range is written under the word.',
              },
              {
                label: <Status kind="late" />,
                value:
                  'The date passed and the target was not reached; by how much is written under the word.',
              },
              {
                label: <Status kind="unknown" />,
                value: 'It cannot be computed; why is written under the word.',
              },
            ]}
          />
        </Section>
        <Section title="Loading a file">
          <Pairs
            items={[
              {
                label: 'Types',
                value:
                  'Are settled from the whole column, never from its first rows. Codes with leading zeros stay text; long numbers stay exact.',
              },
              {
                label: 'A cell that does not fit',
                value:
                  'Is stored empty in a typed column; its words, its row and the reason are kept beside it. A column has a type only when at least 99 in 100 of its filled cells fit it.',
              },
              {
                label: 'A row that cannot be split',
                value: 'Is set aside whole, word for word, with its number and the reason.',
              },
              {
                label: 'Which row is which',
                value:
                  'Between versions rows are matched by the accepted key. Without one they are matched by their whole content: a changed row then shows as one removed and one added.',
              },
            ]}
          />
        </Section>
      </>
    ),
  }),
});
