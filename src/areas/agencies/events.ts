declare module '../../core/event.ts' {
  interface Events {
    /** Agencies whose coverage, roles or terms are not what they were. */
    'agencies-changed': { agencies: readonly string[] };
  }
}

export {};
