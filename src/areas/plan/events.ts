declare module '../../core/event.ts' {
  interface Events {
    /** A plan was taken over and its words or objectives are not what they were. */
    'plan-changed': { cycle: string };
  }
}

export {};
