import type { CreateTableBuilder, Kysely } from 'kysely';

type Builder = CreateTableBuilder<string, never>;

export async function up(db: Kysely<never>): Promise<void> {
  // `name` text, `name?` text that may be missing, `#name` integer, `#name?` integer that may be missing, `.name` real.
  const create = async (table: string, columns: string, index: readonly string[] = [], key = ['id']) => {
    let made = db.schema.createTable(table) as unknown as Builder;
    for (const word of columns.split(' ')) {
      const [, mark = '', name = '', optional] = /^([#.]?)(\w+)(\?)?$/.exec(word)!;
      const type = mark === '#' ? 'integer' : mark === '.' ? 'real' : 'text';
      made = made.addColumn(name, type, (column) => (optional ? column : column.notNull())) as never;
    }
    await made.addPrimaryKeyConstraint(`${table}_key`, key as never).execute();
    if (index.length > 0)
      await db.schema
        .createIndex(`${table}_by_${index.join('_')}`)
        .on(table)
        .columns([...index])
        .execute();
  };
  const add = (table: string, ...columns: string[]) =>
    columns.reduce(
      (done, column) =>
        done.then(() => db.schema.alterTable(table).addColumn(column, 'text').execute() as Promise<void>),
      Promise.resolve(),
    );

  await add('plan_cycle', 'opened_on', 'based_on');
  await add('plan_item', 'parent', 'details', 'changed_by');
  await create('plan_phase', 'id cycle #phase opened_at comments_until focus closed_at?', ['cycle']);
  await create('plan_version', 'id cycle #phase? occasion title frozen_at hash content', ['cycle']);
  await create('plan_origin', 'id cycle item origin kind recorded_at', ['cycle']);
  await create(
    'plan_suggestion',
    'id cycle item? kind revision? proposal reason author agency? made_at state decided_by? decided_at? decision?',
    ['cycle', 'state'],
  );
  await create(
    'plan_consultation',
    'id cycle agency asked_on outcome answered_on? words? recorded_by recorded_at superseded_at?',
    ['cycle'],
  );
  await create(
    'plan_comment',
    'id cycle #number #phase version? item? stance subject? body name? agency? channel received_at claimed_at? #late #out_of_focus #carried_to? state state_reason? disposition? reason? change_item? change_words? disposed_by? disposed_at? duplicate_of? message_id? digest #example',
    ['cycle', 'number'],
  );
  await db.schema.createIndex('plan_comment_by_item').on('plan_comment').columns(['item']).execute();
  await create('plan_comment_contact', 'comment email', [], ['comment']);
  await create('plan_attachment', 'id comment name media_type #bytes sha256 content', ['comment']);
  await create('plan_comment_act', 'id comment act reason by_whom at', ['comment']);
  await create('plan_ticket', 'id used_at');
  await create('plan_authority', 'id authority title valid_from? valid_to?', ['authority']);
  await create('plan_seat', 'id title authority? #voting #chair #position');
  await create('plan_seat_term', 'id seat name valid_from? valid_to? #example recorded_at superseded_at?', [
    'seat',
  ]);
  await create('plan_meeting', 'id cycle kind title at place noticed_at state record? present', ['cycle']);
  await create('plan_speaker', 'id meeting #position name on_behalf? item? words?', ['meeting']);
  await create(
    'plan_board_recommendation',
    'id cycle #number meeting? words items moved_by state made_at decided_at? response? reason? answered_by? answered_at?',
    ['cycle'],
  );
  await create('plan_vote', 'recommendation seat vote cast_at', [], ['recommendation', 'seat']);
  await create('plan_round', 'id cycle title period_from period_to opened_at due_on closed_at?', ['cycle']);
  await create(
    'plan_report',
    'id round agency state submitted_at? submitted_by? note? clarification? decided_at? decided_by?',
    ['round'],
  );
  await create(
    'plan_report_line',
    'report ref kind title computed? .reported? explanation?',
    [],
    ['report', 'ref'],
  );
  await create(
    'plan_reported',
    'id objective agency? measured_on .value source reported_by #example recorded_at superseded_at?',
    ['objective', 'measured_on'],
  );
  await create('plan_it_action', 'id #number agency kind title description opened_at closed_at?', ['agency']);
  await create('plan_it_check', 'id action version answers result conditions? checked_by checked_at', [
    'action',
  ]);
  await create(
    'plan_response',
    'id cycle item response reason answered_by answered_on follow_up? follow_up_on? recorded_at superseded_at?',
    ['item'],
  );
  await create('plan_done', 'id cycle item state on_date evidence by_whom recorded_at superseded_at?', [
    'item',
  ]);
}
