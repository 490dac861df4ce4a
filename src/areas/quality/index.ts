/**
 * May I trust it: profiles, data contracts, checks with their failing rows, issues to owners, scores by dimension and
 * what is unusual in a new version. Uses the catalog's datasets and versions; hears of a new version by event.
 */
import './events.ts';
import { area as form } from '../area.ts';
import { acceptRule } from './accept-rule.ts';
import { agencyOfIssue } from './agency-of-issue.ts';
import { assessVersion, checkAgain, profileAgain } from './assess-version.ts';
import { commentIssue } from './comment-issue.ts';
import { operations } from './contract.ts';
import { dismissIssue } from './dismiss-issue.ts';
import { downloadFailingRows } from './download-failing-rows.ts';
import { errors } from './errors.ts';
import { exportContract } from './export-contract.ts';
import { importContract } from './import-contract.ts';
import { listAnomalies } from './list-anomalies.ts';
import { listChecks } from './list-checks.ts';
import { listFailingRows } from './list-failing-rows.ts';
import { listIssues } from './list-issues.ts';
import { listRules } from './list-rules.ts';
import { measures } from './measures.ts';
import { pages } from './pages.ts';
import { checkVersion, profileVersion } from './profile-version.ts';
import { retireRule } from './retire-rule.ts';
import { showFieldProfile } from './show-field-profile.ts';
import { showIssue } from './show-issue.ts';
import { showProfile } from './show-profile.ts';
import { showRule } from './show-rule.ts';
import { showScore } from './show-score.ts';
import { subscribers } from './subscribers.ts';
import { suggestRules } from './suggest-rules.ts';
import { tables } from './tables.ts';

export const area = form({
  name: 'quality',
  operations,
  handlers: {
    'profile-version': profileVersion,
    'show-profile': showProfile,
    'show-field-profile': showFieldProfile,
    'suggest-rules': suggestRules,
    'accept-rule': acceptRule,
    'retire-rule': retireRule,
    'list-rules': listRules,
    'show-rule': showRule,
    'check-version': checkVersion,
    'list-checks': listChecks,
    'list-failing-rows': listFailingRows,
    'download-failing-rows': downloadFailingRows,
    'list-issues': listIssues,
    'show-issue': showIssue,
    'comment-issue': commentIssue,
    'dismiss-issue': dismissIssue,
    'show-score': showScore,
    'list-anomalies': listAnomalies,
    'export-contract': exportContract,
    'import-contract': importContract,
  },
  agencyOf: { issue: agencyOfIssue },
  jobs: {
    'quality.assess': assessVersion,
    'quality.profile-version': profileAgain,
    'quality.check-version': checkAgain,
  },
  subscribers,
  pages,
  measures,
  tables,
  errors,
});
