/** What the catalog tells the areas to its right. Dataset ids are internal; `publicId` is for people and addresses. */
declare module '../../core/event.ts' {
  interface Events {
    'dataset-registered': { dataset: string; publicId: string };
    'dataset-edited': { dataset: string; publicId: string };
    /** Fields of an asset were described, with or without a file of it. */
    'dataset-described': { dataset: string; publicId: string };
    'version-added': { dataset: string; publicId: string; version: number; previous: number | null };
    /** Columns were added, dropped, renamed or retyped: programs that read them may break. */
    'schema-changed': {
      dataset: string;
      publicId: string;
      version: number;
      previous: number;
      added: string[];
      dropped: string[];
      renamed: [string, string][];
      retyped: string[];
    };
    'version-withdrawn': { dataset: string; publicId: string; version: number };
    'version-rolled-back': { dataset: string; publicId: string; version: number; contentOf: number };
  }
}

export {};
