/** What quality tells the areas to its right. */
declare module '../../core/event.ts' {
  interface Events {
    /** A version has been profiled and checked. */
    'version-assessed': { dataset: string; publicId: string; version: number };
    /** An issue is open that was not: new, or open again. */
    'quality-issue-opened': { dataset: string; publicId: string; issue: string };
    'quality-issue-closed': { dataset: string; publicId: string; issue: string };
  }
}

export {};
