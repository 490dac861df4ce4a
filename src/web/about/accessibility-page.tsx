import { page } from '../../core/page.ts';
import { Section, Title } from '../components/index.ts';

/** What was done so that everyone can use the site, and what is not yet good. */
export const accessibilityPage = page({
  path: '/about/accessibility',
  access: 'everyone',
  render: async () => ({
    title: 'Accessibility',
    breadcrumbs: [],
    content: (
      <>
        <Title
          title="Accessibility"
          lede="Every page can be read and every form sent with the keyboard alone, with a screen reader, on a phone, printed, and without script."
        />
        <Section title="What to expect">
          <ul class="plain">
            <li>
              Built to the Web Content Accessibility Guidelines 2.2, level AA. Each page is tested by machine
              at the width of a desk and of a phone.
            </li>
            <li>
              Every chart has its values in a table, every map has its list. A status is a shape and a word,
              never a color alone.
            </li>
            <li>
              Charts can be read by the arrow keys when script runs. Without script their table says the same.
            </li>
            <li>
              Text can be enlarged four times; nothing but a wide table scrolls sideways, and its first column
              stays.
            </li>
          </ul>
        </Section>
        <Section title="What is not yet good">
          <ul class="plain">
            <li>No person who uses a screen reader every day has tested it yet.</li>
            <li>
              A table with more than eight columns is hard to take in by ear; choose fewer fields above it.
            </li>
          </ul>
        </Section>
      </>
    ),
  }),
});
