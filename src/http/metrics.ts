import type { Hono } from 'hono';
import type { App } from '../app.ts';
import { showHealth } from '../areas/store/contract.ts';
import type { Health } from '../areas/store/model.ts';
import { operatorActor } from '../core/access.ts';
import type { RouteTimes } from '../core/meter.ts';
import { pageNotFound } from '../core/request-errors.ts';
import { addressOf, isLoopback } from './client.ts';
import type { DoorLimits, Env } from './server.ts';

/** `/metrics` in the text form of Prometheus, for the owner, this computer, and the addresses that were named. */
export function serveMetrics(
  server: Hono<Env>,
  app: App,
  door: { readonly trusted: boolean; readonly limits: DoorLimits },
): void {
  server.get('/metrics', async (exchange) => {
    // The socket's own address: what a proxy passes on from outside is never this computer.
    const address = addressOf(exchange, []);
    const proxied =
      exchange.req.header('x-forwarded-for') !== undefined || exchange.req.header('forwarded') !== undefined;
    const allowed =
      door.trusted || (!proxied && (isLoopback(address) || door.limits.metricsFrom.includes(address ?? '')));
    if (!allowed) throw pageNotFound.with({ path: '/metrics' });
    const health = await app.ask(showHealth, {}, { actor: operatorActor });
    return new Response(metricsText(health, app.meter.routes()), {
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    });
  });
}

const escaped = (value: string) =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
const labels = (pairs: Readonly<Record<string, string | number>>): string => {
  const text = Object.entries(pairs).map(([name, value]) => `${name}="${escaped(String(value))}"`);
  return text.length === 0 ? '' : `{${text.join(',')}}`;
};

type Sample = readonly [Readonly<Record<string, string | number>>, number, suffix?: string];

const metric = (
  name: string,
  type: 'counter' | 'gauge' | 'histogram',
  help: string,
  samples: readonly Sample[],
) =>
  samples.length === 0
    ? ''
    : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples
        .map(([pairs, value, suffix = '']) => `${name}${suffix}${labels(pairs)} ${value}\n`)
        .join('')}`;

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function metricsText(health: Health, routes: readonly RouteTimes[]): string {
  const one = (value: number | null): Sample[] => (value === null ? [] : [[{}, value]]);
  return [
    metric(
      'oak_http_requests_total',
      'counter',
      'Answers by route and status.',
      routes.flatMap(({ route, byStatus }) =>
        Object.entries(byStatus).map(([status, count]): Sample => [{ route, status }, count]),
      ),
    ),
    metric(
      'oak_http_request_seconds',
      'histogram',
      'Time to an answer by route.',
      routes.flatMap(({ route, within, count, totalMs }): Sample[] => [
        ...within.map(({ ms, count: below }): Sample => [{ route, le: ms / 1000 }, below, '_bucket']),
        [{ route, le: '+Inf' }, count, '_bucket'],
        [{ route }, totalMs / 1000, '_sum'],
        [{ route }, count, '_count'],
      ]),
    ),
    metric(
      'oak_jobs',
      'gauge',
      'Jobs by state.',
      health.jobs.map(({ state, count }): Sample => [{ state }, count]),
    ),
    metric(
      'oak_job_oldest_waiting_seconds',
      'gauge',
      'How long the oldest waiting job has waited.',
      one(health.oldest_waiting_seconds),
    ),
    metric(
      'oak_mail',
      'gauge',
      'Mail by state.',
      health.mail.map(({ state, count }): Sample => [{ state }, count]),
    ),
    metric(
      'oak_deliveries_failing',
      'gauge',
      'Events that have not arrived at a subscriber.',
      one(health.failing_deliveries),
    ),
    metric('oak_disk_free_bytes', 'gauge', 'Free on the disk of the home.', one(health.disk.free_bytes)),
    metric('oak_disk_total_bytes', 'gauge', 'Size of the disk of the home.', one(health.disk.total_bytes)),
    metric('oak_store_bytes', 'gauge', 'Size of the control plane.', one(health.store_bytes)),
    metric('oak_audit_entries', 'gauge', 'Entries in the signed tree.', one(health.audit.size)),
    metric('oak_audit_waiting', 'gauge', 'Entries not in the tree yet.', one(health.audit.waiting)),
    metric(
      'oak_last_backup_seconds',
      'gauge',
      'Seconds since the last whole backup.',
      one(health.last_backup?.age_seconds ?? null),
    ),
    metric('oak_resident_bytes', 'gauge', 'Memory of this process.', one(health.resident_bytes)),
    metric('oak_uptime_seconds', 'counter', 'Seconds since the start.', one(health.uptime_seconds)),
  ].join('');
}
