import { errorKind, exitCode } from '../../../core/error.ts';

export const catalogueUnreadable = errorKind<{ source: string; problem: string }>({
  code: 'catalog.catalogue-unreadable',
  status: 422,
  exit: exitCode.badData,
  says: ({ source, problem }) => `${source} cannot be harvested: ${problem}.`,
  remedy:
    'Name the address or the file of a DCAT-US catalogue, such as https://data.example.gov/data.json. Nothing was changed.',
});

export const catalogueTooLarge = errorKind<{ source: string }>({
  code: 'catalog.catalogue-too-large',
  status: 413,
  exit: exitCode.badData,
  says: ({ source }) => `${source} is larger than 64 MB, which no catalogue of 20,000 datasets is.`,
  remedy: 'Harvest its parts one by one. Nothing was changed.',
});

export const noSuchHarvest = errorKind<{ harvest: string }>({
  code: 'catalog.no-such-harvest',
  status: 404,
  exit: exitCode.notFound,
  says: ({ harvest }) => `There is no harvest ${harvest} that came to its end.`,
  remedy: 'List them with `oak catalog list-harvests`; one under way is at /jobs.',
});

export const dcatErrors = [noSuchHarvest, catalogueUnreadable, catalogueTooLarge];
