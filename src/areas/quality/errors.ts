import { errorKind, exitCode } from '../../core/error.ts';

/** What can go wrong in data quality. */

export const notProfiled = errorKind<{ dataset: string; version: number }>({
  code: 'quality.not-profiled',
  status: 404,
  exit: exitCode.notFound,
  says: ({ dataset, version }) => `Version ${version} of ${dataset} has not been profiled yet.`,
  remedy: 'It is profiled by itself after it is loaded; or ask for it with `oak quality profile-version`.',
});

export const fieldNotProfiled = errorKind<{ dataset: string; version: number; field: string }>({
  code: 'quality.field-not-profiled',
  status: 404,
  exit: exitCode.notFound,
  says: ({ dataset, version, field }) => `Version ${version} of ${dataset} has no field named ${field}.`,
  remedy: 'Look at the fields with `oak quality show-profile`. Names are as in the API, not the titles.',
});

export const noSuchSuggestion = errorKind<{ dataset: string; suggestion: string }>({
  code: 'quality.no-such-suggestion',
  status: 404,
  exit: exitCode.notFound,
  says: ({ dataset, suggestion }) =>
    `The current version of ${dataset} suggests no rule with the id ${suggestion}.`,
  remedy: 'List the suggestions with `oak quality suggest-rules`, or give the rule itself.',
});

export const nothingToAccept = errorKind<Record<string, never>>({
  code: 'quality.nothing-to-accept',
  status: 400,
  exit: exitCode.usage,
  says: () => 'Neither a suggestion nor a rule was given.',
  remedy: 'Give `suggestion` (an id from the suggestions) or `rule` (its definition), one of the two.',
});

export const ruleUnfit = errorKind<{ because: string }>({
  code: 'quality.rule-unfit',
  status: 422,
  exit: exitCode.badData,
  says: ({ because }) => `The rule cannot be checked: ${because}`,
  remedy: 'Change the rule, or the field it names, and accept it again.',
});

export const ruleExists = errorKind<{ rule: string }>({
  code: 'quality.rule-exists',
  status: 409,
  exit: exitCode.conflict,
  says: ({ rule }) => `A rule about the same thing is accepted already (${rule}).`,
  remedy: 'Retire that rule first; its checks stay on record.',
});

export const noSuchRule = errorKind<{ dataset: string; rule: string }>({
  code: 'quality.no-such-rule',
  status: 404,
  exit: exitCode.notFound,
  says: ({ dataset, rule }) => `${dataset} has no rule with the id ${rule}.`,
  remedy: 'List the rules with `oak quality list-rules`.',
});

export const ruleRetired = errorKind<{ rule: string }>({
  code: 'quality.rule-retired',
  status: 409,
  exit: exitCode.conflict,
  says: ({ rule }) => `The rule ${rule} is retired already.`,
  remedy: 'Nothing needs to be done.',
});

export const notChecked = errorKind<{ rule: string; version: number }>({
  code: 'quality.not-checked',
  status: 404,
  exit: exitCode.notFound,
  says: ({ rule, version }) => `Version ${version} has not been checked against the rule ${rule} yet.`,
  remedy: 'Ask for a check with `oak quality check-version`.',
});

export const noSuchIssue = errorKind<{ issue: string }>({
  code: 'quality.no-such-issue',
  status: 404,
  exit: exitCode.notFound,
  says: ({ issue }) => `There is no issue with the id ${issue}.`,
  remedy: 'List the issues with `oak quality list-issues`.',
});

export const issueNotOpen = errorKind<{ issue: string; state: string }>({
  code: 'quality.issue-not-open',
  status: 409,
  exit: exitCode.conflict,
  says: ({ issue, state }) => `The issue ${issue} is ${state}; only an open one can be dismissed.`,
  remedy: 'Nothing needs to be done.',
});

export const contractUnreadable = errorKind<{ line: number }>({
  code: 'quality.contract-unreadable',
  status: 422,
  exit: exitCode.badData,
  says: ({ line }) => `The contract is not YAML: it cannot be read from line ${line} on.`,
  remedy: 'Mend that line and send the file again. Nothing was changed.',
});

export const contractInvalid = errorKind<{ faults: readonly string[] }>({
  code: 'quality.contract-invalid',
  status: 422,
  exit: exitCode.badData,
  says: ({ faults }) =>
    `The contract is not valid under the Open Data Contract Standard 3.1: ${faults.join('; ')}.`,
  remedy: 'Mend the places named and send the file again. Nothing was changed.',
});

export const contractTableUnclear = errorKind<{ tables: readonly string[] }>({
  code: 'quality.contract-table-unclear',
  status: 422,
  exit: exitCode.badData,
  says: ({ tables }) =>
    `The contract describes several tables (${tables.join(', ')}), and none bears this dataset's name.`,
  remedy: 'Say which one with `table`. Nothing was changed.',
});

export const errors = [
  notProfiled,
  fieldNotProfiled,
  noSuchSuggestion,
  nothingToAccept,
  ruleUnfit,
  ruleExists,
  noSuchRule,
  ruleRetired,
  notChecked,
  noSuchIssue,
  issueNotOpen,
  contractUnreadable,
  contractInvalid,
  contractTableUnclear,
];
