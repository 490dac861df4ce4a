import { isMailAddress } from '../../../store/mail.ts';
import type { Handler } from '../../handler.ts';
import { actorAgency, speaksFor } from '../actor-name.ts';
import { timeLeft } from '../cycle/read-phases.ts';
import { unfit } from '../errors.ts';
import { readCycle } from '../read-plan.ts';
import type { sendComment, startComment } from './contract.ts';
import { keepComment, phaseFor } from './keep-comment.ts';
import { checkTicket, giveTicket, spendTicket } from './ticket.ts';

export const startCommentHandler: Handler<typeof startComment> = async (context) => {
  const now = context.clock.now();
  const { cycle, current, open } = await phaseFor(context.store.read, now);
  return {
    ticket: await giveTicket(context.store, now, context.random),
    cycle,
    title: (await readCycle(context.store.read, cycle)).title,
    phase: current.phase,
    open,
    until: current.commentsUntil,
    left: open ? timeLeft(now, current.commentsUntil!) : null,
  };
};

/** A field that people do not see was filled in. The comment is kept, and a person looks before it is shown. */
const trap = 'A field that people do not see was filled in';

export const sendCommentHandler: Handler<typeof sendComment> = async (context, input) => {
  const problems: [string, string][] = [];
  if (input.body === '' && input.stance !== 'support')
    problems.push(['body', 'Write your comment, or choose “support as written”.']);
  if (input.email && !isMailAddress(input.email))
    problems.push(['email', 'Give one address such as name@example.com, or leave it out.']);
  const own = actorAgency(context.actor);
  if (input.agency !== undefined && context.actor.kind === 'open')
    problems.push(['agency', 'Sign in to comment for an agency, or leave the agency out.']);
  else if (input.agency !== undefined && !speaksFor(context.actor, input.agency))
    problems.push([
      'agency',
      `${own === null ? 'You hold no role at an agency' : `You answer for ${own}, not for ${input.agency}`}: leave the agency out.`,
    ]);
  if (problems.length > 0)
    throw unfit.with({
      problems: problems.map(([, message]) => message),
      fields: problems.map(([field]) => field),
    });
  const now = context.clock.now();
  const ticket = await checkTicket(context.store, now, input.ticket);
  return context.store.write(async (tx) => {
    await spendTicket(tx, now, ticket);
    const kept = await keepComment(tx, context, {
      item: input.item || undefined,
      stance: input.stance,
      body: input.body === '' ? 'Support as written.' : input.body,
      name: input.name,
      email: input.email,
      agency: input.agency ?? own ?? undefined,
      channel: 'form',
      receivedAt: now,
      example: input.example === true && context.actor.kind === 'operator',
      ...(input.website ? { held: trap } : {}),
    });
    context.audit.about({ detail: { cycle: kept.cycle, number: kept.number } });
    const { id: _, ...answer } = kept;
    return answer;
  });
};
