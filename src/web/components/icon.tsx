/** The few shapes of the site: five statuses, sort marks, search, tick, the leaf of the name. Drawn once a page. */

export type IconName =
  | 'met'
  | 'track'
  | 'risk'
  | 'late'
  | 'unknown'
  | 'sort'
  | 'up'
  | 'down'
  | 'search'
  | 'tick'
  | 'leaf';

/** Purely visual: the word beside it, or the label of its button, says it. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" aria-hidden="true">
    <use href={`#i-${name}`} />
  </svg>
);

export const IconShapes = () => (
  <svg class="icons" aria-hidden="true">
    <defs>
      <symbol id="i-met" viewBox="0 0 16 16">
        <path
          fill-rule="evenodd"
          d="M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0ZM6.9 9.5 4.6 7.2 3.2 8.6l3.7 3.7 6-6-1.4-1.4z"
        />
      </symbol>
      <symbol id="i-track" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="6.5" />
      </symbol>
      <symbol id="i-risk" viewBox="0 0 16 16">
        <path d="M8 1 15.6 14.5H.4Z" />
      </symbol>
      <symbol id="i-late" viewBox="0 0 16 16">
        <path d="M1.5 1.5h13v13h-13Z" />
      </symbol>
      <symbol id="i-unknown" viewBox="0 0 16 16">
        <circle
          cx="8"
          cy="8"
          r="6.2"
          fill="none"
          stroke="currentColor"
          stroke-width="2"
          stroke-dasharray="3 2.5"
        />
      </symbol>
      <symbol id="i-sort" viewBox="0 0 16 16">
        <path d="M8 1l4.500 5.500h-9zM8 15 3.500 9.500h9z" />
      </symbol>
      <symbol id="i-up" viewBox="0 0 16 16">
        <path d="M8 1 13.500 8h-11z" />
      </symbol>
      <symbol id="i-down" viewBox="0 0 16 16">
        <path d="M8 15 2.500 8h11z" />
      </symbol>
      <symbol id="i-search" viewBox="0 0 16 16">
        <path
          fill-rule="evenodd"
          d="M6.500 1a5.500 5.500 0 0 1 4.400 8.800l4 4-1.400 1.400-4-4A5.500 5.500 0 1 1 6.500 1Zm0 2a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7Z"
        />
      </symbol>
      <symbol id="i-tick" viewBox="0 0 16 16">
        <path fill="none" stroke="currentColor" stroke-width="2.600" d="M3 8.500l3.500 3.500L13 4.500" />
      </symbol>
      <symbol id="i-leaf" viewBox="0 0 30 34">
        <path d="M15 1c2 0 3.200 1.500 3.300 3.300 1.800-.9 4 .1 4.300 2.300.2 1.300-.3 2.300-1 3 2.300-.2 4.300 1.300 4.300 3.600 0 1.700-1 3-2.400 3.500 1.700.8 2.600 2.600 2 4.400-.8 2.300-3.500 3-5.600 2.200-1.100 1.800-2.700 2.600-4 2.800l.4 6.900h-2.600l.4-6.900c-1.300-.2-2.900-1-4-2.800-2.100.8-4.800.1-5.600-2.200-.6-1.800.3-3.600 2-4.400-1.400-.5-2.400-1.800-2.400-3.500 0-2.300 2-3.800 4.300-3.600-.7-.7-1.200-1.700-1-3 .3-2.200 2.500-3.200 4.300-2.300C11.800 2.500 13 1 15 1Z" />
        <path
          d="M15 6.500v17M15 13l4-3.500M15 13l-4-3.500M15 19l5-3.500M15 19l-5-3.500"
          stroke="#19311e"
          stroke-width="1.100"
          fill="none"
        />
      </symbol>
    </defs>
  </svg>
);
