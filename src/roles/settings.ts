import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { type SessionTimes, usualSessionTimes } from '../core/session-times.ts';
import { settingsUnusable } from './role-errors.ts';

/** One setting of a deployment: `key` in `oak.yaml`, `OAK_KEY` in the environment, which wins. */
interface Setting {
  readonly about: string;
  readonly usual: string;
  readonly form: z.ZodType<string, string>;
}

const text = z.string().min(1);
const number = (least: number, most: number) =>
  z
    .string()
    .refine(
      (given) => /^\d+$/.test(given) && Number(given) >= least && Number(given) <= most,
      `must be a whole number from ${least} to ${most}`,
    );
const address = z
  .string()
  .refine(
    (given) => URL.canParse(given) && /^https?:/.test(given),
    'must be an address such as https://data.example.gov',
  );
const addresses = z
  .string()
  .refine(
    (given) => given.split(',').every((one) => /^[0-9a-f.:]+$/i.test(one.trim())),
    'must be IP addresses, by commas',
  );

export const settingsFile = 'oak.yaml';

/** Every setting there is. The reference page is printed from this; a test finds any other that the program reads. */
export const settings: Readonly<Record<string, Setting>> = {
  port: { about: 'Port to answer at', usual: '8080', form: number(0, 65_535) },
  address: { about: 'Address of this computer to answer at', usual: '127.0.0.1', form: text },
  public_url: {
    about:
      'Address that a proxy serves the platform under; with https, browsers are told to use nothing else',
    usual: 'none',
    form: address,
  },
  trusted_proxies: {
    about: 'Addresses of proxies whose word on where a request comes from (X-Forwarded-For) is taken',
    usual: 'none',
    form: addresses,
  },
  database_url: {
    about: 'PostgreSQL for the control plane: postgres://user:password@host:port/database',
    usual: 'SQLite in the home',
    form: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  },
  key_folder: {
    about: 'Folder of wrapped keys, best on another disk',
    usual: 'keys in the home',
    form: text,
  },
  audit_key_file: {
    about: 'File of the key that signs the audit log; several servers share it',
    usual: 'keys/audit-log.key in the home',
    form: text,
  },
  private: {
    about: '`disk`: protected data in use lies on the disk of the home, not in memory',
    usual: 'memory where the system has it',
    form: z.literal('disk'),
  },
  backup_folder: {
    about: 'Folder for a backup every day, and the drill that restores it; on another disk or machine',
    usual: 'none: `oak store backup` writes to backups in the home',
    form: text,
  },
  upload_megabytes: { about: 'Largest file that is taken in', usual: '10240', form: number(1, 1_000_000) },
  requests_per_minute: {
    about: 'Requests a minute from one address other than this computer; 0 is any number',
    usual: '1200',
    form: number(0, 1_000_000),
  },
  metrics_from: {
    about: 'Addresses that may read /metrics, besides this computer',
    usual: 'none',
    form: addresses,
  },
  log: {
    about: '`requests`: a line in the log for every request; `events`: only what happens beside them',
    usual: 'events',
    form: z.enum(['requests', 'events']),
  },
  session_idle_minutes: {
    about: 'A session ends after so many minutes without a click',
    usual: String(usualSessionTimes.idleMinutes),
    form: number(2, 720),
  },
  session_hours: {
    about: 'And so many hours after signing in, however busy',
    usual: String(usualSessionTimes.sessionHours),
    form: number(1, 24),
  },
  sign_in_minutes: {
    about: 'A way to the identity provider that takes longer is begun anew',
    usual: String(usualSessionTimes.signInMinutes),
    form: number(1, 60),
  },
  oidc_issuer: { about: 'Identity provider (OpenID Connect)', usual: 'none: nobody signs in', form: address },
  oidc_client_id: { about: 'Name of the platform at the provider', usual: 'none', form: text },
  oidc_client_secret_file: { about: 'File of its secret', usual: 'none', form: text },
  oidc_groups_claim: { about: 'Claim that lists a person’s groups', usual: 'groups', form: text },
  oidc_person_claim: { about: 'Claim that is a person’s lasting id', usual: 'employee_number', form: text },
  oidc_title: {
    about: 'What the provider is called on the page of signing in',
    usual: 'the state’s sign-in',
    form: text,
  },
};

const nameOf = (key: string) => `OAK_${key.toUpperCase()}`;

/**
 * Puts what `oak.yaml` of a home says into the environment, where the environment says nothing itself; a process started
 * from this one finds it there. Throws `request.settings-unusable` with every problem and its place.
 */
export function applySettings(home: string, environment: NodeJS.ProcessEnv = process.env): void {
  const fromFile = readFile(join(home, settingsFile));
  const problems: string[] = [];
  for (const key of Object.keys(fromFile))
    if (settings[key] === undefined) problems.push(`${settingsFile} has ${key}, which is no setting.`);
  for (const [key, { form }] of Object.entries(settings)) {
    const given = environment[nameOf(key)] ?? fromFile[key];
    if (given === undefined || given === '') continue;
    const parsed = form.safeParse(given);
    // Never the value: it may be a password.
    if (!parsed.success) {
      const place = environment[nameOf(key)] === undefined ? `${key} in ${settingsFile}` : nameOf(key);
      problems.push(
        `${place} ${parsed.error.issues[0]!.message.replace(/^Invalid.*/, 'is not of its form')}.`,
      );
    } else environment[nameOf(key)] ??= given;
  }
  if (problems.length > 0) throw settingsUnusable.with({ problems });
}

function readFile(file: string): Readonly<Record<string, string>> {
  if (!existsSync(file)) return {};
  let read: unknown;
  try {
    read = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    throw settingsUnusable.with({
      problems: [`${settingsFile} cannot be read${line === undefined ? '' : `: line ${line} is not YAML`}.`],
    });
  }
  const found = z
    .record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
    .safeParse(read ?? {});
  if (!found.success)
    throw settingsUnusable.with({
      problems: [`${settingsFile} must be lines of the form \`setting: value\`.`],
    });
  return Object.fromEntries(
    Object.entries(found.data).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  );
}

const list = (given: string | undefined) =>
  (given ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** How long people stay signed in, as the settings say. */
export function sessionTimes(environment: NodeJS.ProcessEnv = process.env): SessionTimes {
  const {
    OAK_SESSION_IDLE_MINUTES: idle,
    OAK_SESSION_HOURS: hours,
    OAK_SIGN_IN_MINUTES: signIn,
  } = environment;
  return {
    idleMinutes: Number(idle ?? usualSessionTimes.idleMinutes),
    sessionHours: Number(hours ?? usualSessionTimes.sessionHours),
    signInMinutes: Number(signIn ?? usualSessionTimes.signInMinutes),
  };
}

/** What the door on the network lets through, as the settings say. */
export function doorLimits(environment: NodeJS.ProcessEnv = process.env) {
  const { OAK_UPLOAD_MEGABYTES: upload, OAK_REQUESTS_PER_MINUTE: requests } = environment;
  return {
    ...(upload === undefined ? {} : { uploadMegabytes: Number(upload) }),
    ...(requests === undefined ? {} : { requestsPerMinute: Number(requests) }),
    trustedProxies: list(environment['OAK_TRUSTED_PROXIES']),
    metricsFrom: list(environment['OAK_METRICS_FROM']),
    logRequests: environment['OAK_LOG'] === 'requests',
  };
}
