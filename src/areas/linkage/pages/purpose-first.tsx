import type { PageRequest } from '../../../core/page.ts';
import { ActForm, Form, Notice, Section, TextField, Title } from '../../../web/components/index.ts';
import { setPurpose } from '../../access/contract.ts';
import { listLinkable } from '../runs/contract.ts';
import type { RunView } from '../runs/model.ts';

/** Stands in the place of what a purpose is needed for: the purposes of one's own grants, each a button, and a field. */
export function PurposeForm({
  request,
  purposes,
  value,
}: {
  request: PageRequest;
  purposes: readonly string[];
  value?: string;
}) {
  return (
    <>
      {purposes.map((purpose) => (
        <div class="acts">
          <ActForm request={request} as="outline" fields={{ act: 'purpose', purpose }}>
            {purpose}
          </ActForm>
        </div>
      ))}
      <Form request={request}>
        <input type="hidden" name="act" value="purpose" />
        <TextField
          name="purpose"
          label={purposes.length === 0 ? 'Purpose' : 'Another purpose'}
          hint="As the grant or the agreement names it, word for word."
          value={value}
          form={request.form}
        />
        <p class="acts">
          <button class="button" type="submit">
            State this purpose
          </button>
        </p>
      </Form>
    </>
  );
}

/** Takes the purpose of a posted form; answers whether there was one. */
export async function takePurpose(request: PageRequest, form: FormData): Promise<boolean> {
  if (form.get('act') !== 'purpose') return false;
  await request.ask(setPurpose, { purpose: String(form.get('purpose') ?? '') });
  return true;
}

/** What is shown of a run to who may not see its report, or has not said why. */
export async function notShown(request: PageRequest, run: RunView) {
  const own = await request.ask(listLinkable, {});
  const forOther = own.purpose !== run.purpose;
  return (
    <>
      <Title
        kind={`${kindWord(run)} · purpose: ${run.purpose}`}
        title={run.title}
        lede={
          forOther
            ? 'What a link found is shown for the purpose that its sources were granted for.'
            : 'What this link found is shown to whoever may see the rows of all its sources, and you may not.'
        }
      />
      {forOther ? (
        <Section title="State your purpose" first>
          <p class="finding">
            {own.purpose === null
              ? 'You have stated none.'
              : `You work for another purpose now: ${own.purpose}.`}{' '}
            It is logged with what you look at.
          </p>
          <PurposeForm request={request} purposes={own.purposes} value={run.purpose} />
        </Section>
      ) : (
        <Notice title="Whom to ask" tone="plain">
          <p>
            The data officers of{' '}
            {run.datasets.map(({ dataset, title }, at) => (
              <>
                {at > 0 && ' and '}
                <a href={`/data/${dataset}/access`}>{title}</a>
              </>
            ))}{' '}
            give grants. A grant to whole rows is needed, for this purpose.
          </p>
        </Notice>
      )}
    </>
  );
}

export const kindWord = ({ kind, state }: RunView): string => {
  const noun = kind === 'link' ? 'Link' : 'Search for records of the same';
  return {
    waiting: `${noun}, waiting`,
    running: `${noun}, under way`,
    finished: `${noun}, finished`,
    failed: `${noun}, failed`,
    stopped: `${noun}, stopped`,
    destroyed: `${noun}, its result destroyed`,
  }[state];
};

export const linkageCrumbs = [
  { href: '/sharing', label: 'Sharing' },
  { href: '/linkage', label: 'Linkage' },
];
export const runCrumbs = (run: Pick<RunView, 'run' | 'title'>) => [
  ...linkageCrumbs,
  { href: `/linkage/runs/${run.run}`, label: run.title },
];
