import { Notice } from '../../web/components/index.ts';
import { formatCount, kindOf } from '../../web/format/index.ts';
import type { VersionView } from './model.ts';

/** What breaks for those who read the version before: dropped, renamed and retyped fields by name, and the new ones. */
export const SchemaChangeNotice = ({ home, version }: { home: string; version: VersionView }) => {
  const { notice } = version;
  if (notice === null) return null;
  const { added, dropped, renamed, retyped } = notice;
  const breaks = dropped.length + renamed.length + retyped.length > 0;
  const before = version.changes?.from ?? version.version - 1;
  return (
    <Notice tone={breaks ? 'warn' : 'plain'} title={`The fields changed in version ${version.version}`}>
      <p>
        {breaks
          ? 'A program that reads the old fields by name will break.'
          : 'Fields were added. Programs that read the old ones go on working.'}
      </p>
      <ul class="small">
        {dropped.length > 0 && (
          <li>
            <b>Dropped:</b> <Names names={dropped.map(({ title }) => title)} />
          </li>
        )}
        {added.length > 0 && (
          <li>
            <b>New:</b>{' '}
            {added
              .slice(0, 12)
              .map(({ title }) => title)
              .join(', ')}
            {added.length > 12 && ` and ${formatCount(added.length - 12)} more`}
          </li>
        )}
        {renamed.length > 0 && (
          <li>
            <b>Renamed:</b> {formatCount(renamed.length)}, such as{' '}
            {renamed.slice(0, 2).map(({ from, to }, at) => (
              <>
                {at > 0 && ', and '}
                <span class="mono">{from.title}</span>, now <span class="mono">{to.title}</span>
              </>
            ))}
          </li>
        )}
        {retyped.length > 0 && (
          <li>
            <b>Of another kind:</b>{' '}
            {retyped
              .map(({ title, from, to }) => `${title}, was ${kindOf(from)}, now ${kindOf(to)}`)
              .join('; ')}
          </li>
        )}
      </ul>
      <p class="small">
        <a href={`${home}/compare?from=${before}&to=${version.version}`}>Compare the versions</a>
      </p>
    </Notice>
  );
};

const Names = ({ names }: { names: readonly string[] }) => (
  <>
    {names.slice(0, 12).map((name, at) => (
      <>
        {at > 0 && ', '}
        <span class="mono">{name}</span>
      </>
    ))}
    {names.length > 12 && ` and ${formatCount(names.length - 12)} more`}
  </>
);
