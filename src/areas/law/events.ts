declare module '../../core/event.ts' {
  interface Events {
    /** A file of law was taken over and changed what is known. */
    'law-changed': { file: string };
  }
}

export {};
