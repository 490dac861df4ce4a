import type { Engine } from '../../../engine/engine.ts';
import { ident, sql } from '../../../engine/sql.ts';
import { type RecordFile, requireColumns } from '../microdata/record-file.ts';
import type { SurvivalStep } from './check-output.ts';

/** People at risk, events and everybody who leaves at each time of a survival table: `event` is 1 where it happened. */
export function survivalSteps(
  engine: Engine,
  file: RecordFile,
  time: string,
  event: string,
): Promise<SurvivalStep[]> {
  requireColumns(file, [time, event]);
  return engine.rows(
    sql`with steps as (
      select try_cast(${ident(time)} as double) as moment, count(*) as people,
        count(*) filter (where try_cast(${ident(event)} as double) = 1) as events
      from ${file.relation} group by 1
    )
    select moment as "at", (sum(people) over (order by moment desc))::double as at_risk, events::double as events,
      people::double as leaving
    from steps where moment is not null order by moment`,
    { step: 'survival_steps' },
  );
}
