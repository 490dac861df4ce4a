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
    /** A published column will go, be renamed or change its type. */
    'change-announced': { dataset: string; publicId: string; change: string };
    'retirement-announced': { dataset: string; publicId: string };
    'dataset-retired': { dataset: string; publicId: string };
    'question-asked': { dataset: string; publicId: string; question: string };
    'question-answered': { dataset: string; publicId: string; question: string };
    'version-withdrawn': { dataset: string; publicId: string; version: number };
    /** A release decision covers it: from now on anyone may have its rows. */
    'version-released': { dataset: string; publicId: string; version: number };
    /** Its release was taken back. */
    'version-protected': { dataset: string; publicId: string; version: number };
    /** Its files were sealed, or laid open: by-products kept beside it are to be made again. */
    'version-resealed': { dataset: string; publicId: string; version: number };
    'version-destroyed': { dataset: string; publicId: string; version: number };
    'version-rolled-back': { dataset: string; publicId: string; version: number; contentOf: number };
  }
}

export {};
