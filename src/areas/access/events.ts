declare module '../../core/event.ts' {
  interface Events {
    /** Notice was given that someone leaves. */
    'notice-of-leaving': { leaving: string; agency: string };
    /** Everything that someone who left owned has changed hands. */
    'handed-over': { leaving: string; agency: string };
    /** Protected rows were opened in an emergency. */
    'break-glass-opened': { id: string; dataset: string; agency: string | null };
    'break-glass-reviewed': { id: string; outcome: 'justified' | 'not-justified' };
  }
}

export {};
