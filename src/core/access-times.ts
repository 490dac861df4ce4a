import { z } from 'zod';
import { calendarDate } from './calendar-date.ts';
import { rulesOn } from './custody-rules.ts';

/** Holds from and to these days, both included, on this ground. */
const dated = {
  from: calendarDate.optional(),
  to: calendarDate.optional(),
  citation: z.string().min(1),
  standing: z.enum(['read', 'recalled', 'example']).default('recalled'),
};

/** `access-times.yaml` of a state: how long people may have what, as dated facts with their source. */
export const accessTimesFile = z.strictObject({
  /** Hours for which protected rows may be opened in an emergency: what is offered first, and the most. */
  emergencyHours: z
    .array(
      z
        .strictObject({ usual: z.int().min(1), most: z.int().min(1).max(168), ...dated })
        .refine(({ usual, most }) => usual <= most, 'the usual hours must not be more than the most'),
    )
    .min(1),
  /** Days within which an emergency access is reviewed. */
  emergencyReview: z.array(z.strictObject({ days: z.int().min(0), ...dated })).min(1),
  /** Hours after the notice that someone leaves, when access ends at the latest. */
  leaverAccess: z.array(z.strictObject({ hours: z.int().min(0), ...dated })).min(1),
});
export type AccessTimes = z.output<typeof accessTimesFile>;

const ours = { citation: 'Set by this program; the state has said nothing.', standing: 'example' } as const;

/** For a state that has no file of its own. */
const plainAccessTimes: AccessTimes = Object.freeze(
  accessTimesFile.parse({
    emergencyHours: [{ usual: 4, most: 8, ...ours }],
    emergencyReview: [{ days: 5, ...ours }],
    leaverAccess: [{ hours: 24, ...ours }],
  }),
);

/** What holds on a day (YYYY-MM-DD): of several the last, and where the state's file says nothing of that day, the program's own. */
export function accessTimesOn(times: AccessTimes | undefined, day: string) {
  const last = <Rule extends { readonly from?: string | undefined; readonly to?: string | undefined }>(
    stated: readonly Rule[] | undefined,
    plain: readonly Rule[],
  ): Rule => rulesOn(stated ?? [], day).at(-1) ?? plain[0]!;
  return {
    emergencyHours: last(times?.emergencyHours, plainAccessTimes.emergencyHours),
    emergencyReview: last(times?.emergencyReview, plainAccessTimes.emergencyReview),
    leaverAccess: last(times?.leaverAccess, plainAccessTimes.leaverAccess),
  };
}
