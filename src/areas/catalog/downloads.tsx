import { ButtonLink, Links } from '../../web/components/index.ts';
import { counted } from '../../web/format/index.ts';

interface DownloadsProps {
  readonly id: string;
  readonly version: number;
  readonly rows: number;
  /** `/data/abcd-1234`. */
  readonly home: string;
}

/** The ways to take the rows away: the faithful CSV first, the one for spreadsheets named as such. */
export const Downloads = ({ id, version, rows, home }: DownloadsProps) => {
  const whole = `/api/v1/datasets/${id}/versions/${version}`;
  return (
    <>
      <ButtonLink href={`${whole}.csv`} download>
        Download CSV, {counted(rows, 'row')}
      </ButtonLink>
      <Links>
        <a href={`${whole}.csv?for=spreadsheets`} download>
          For spreadsheets
        </a>
        <a href={`${whole}.parquet`} download>
          Parquet
        </a>
        <a href={`${whole}.json`} download>
          JSON
        </a>
        <a href={`/api/v1/datasets/${id}/dictionary.csv`} download>
          Dictionary
        </a>
        <a href="#use">API</a>
        <a href={`${home}/rows`}>Filter all rows here</a>
      </Links>
    </>
  );
};
