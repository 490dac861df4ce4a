import { page } from '../../../core/page.ts';
import { stopJob } from '../../work/contract.ts';
import { explainGap, listRuns, moveThreshold, showRun } from '../runs/contract.ts';
import { linkageCrumbs, notShown, takePurpose } from './purpose-first.tsx';
import { runReport } from './run-report.tsx';
import { runUnderWay } from './run-under-way.tsx';

/** One link at one address: under way, failed, or its report. */
export const runPage = page({
  path: '/linkage/runs/:run',
  access: 'staff',
  render: async (request) => {
    const run = await request.ask(showRun, { run: request.params['run'] ?? '' });
    const base = { title: run.title, place: 'sharing' as const, breadcrumbs: linkageCrumbs };
    if (run.state !== 'finished' && run.state !== 'destroyed') {
      const live = run.state === 'waiting' || run.state === 'running';
      return {
        ...base,
        ...(live ? { refreshSeconds: 15, island: 'job' } : {}),
        content: await runUnderWay(request, run),
      };
    }
    if (run.report === null || run.evidence === null)
      return { ...base, content: await notShown(request, run) };
    return { ...base, island: 'threshold', content: await runReport(request, run, run.report, run.evidence) };
  },
  submit: async (request, form) => {
    const run = request.params['run'] ?? '';
    const here = `/linkage/runs/${run}`;
    if (await takePurpose(request, form)) return { redirect: here };
    switch (String(form.get('act') ?? '')) {
      case 'stop':
        await request.ask(stopJob, { job: (await request.ask(showRun, { run })).job });
        return { redirect: here };
      case 'reason':
        await request.ask(explainGap, { run, reason: String(form.get('reason') ?? '') });
        return { redirect: here };
      default: {
        const { job } = await request.ask(moveThreshold, { run, weight: Number(form.get('weight')) });
        const { runs } = await request.ask(listRuns, { limit: 20 });
        return { redirect: `/linkage/runs/${runs.find((one) => one.job === job)?.run ?? run}` };
      }
    }
  },
});
