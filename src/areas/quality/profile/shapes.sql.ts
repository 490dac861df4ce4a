import { type Sql, sql } from '../../../engine/sql.ts';

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const small = 'abcdefghijklmnopqrstuvwxyz';

/** More shapes than this and runs of one kind are drawn together, so that names show as `Aa+` and not as 40 lengths. */
export const mostShapes = 60;

/**
 * `shaped(shape, n, k)`: digits as 9, capitals as A, small letters as a (in any script), and the rows and values behind.
 * Digits go first and the result is folded before letters are touched: the cost of `translate` is by row and by
 * length of its alphabet (1.0 s a million codes in one step, 0.15 s in two).
 */
export const shapeValues: Sql = sql`CREATE OR REPLACE TEMP TABLE shaped AS
  WITH digits AS (
    SELECT translate(left(v, 200), '0123456789', '9999999999') AS shape, sum(n) AS n, count(*) AS k
    FROM folded WHERE v IS NOT NULL GROUP BY 1
  )
  SELECT CASE
      WHEN strlen(shape) = length(shape) THEN translate(shape, ${capitals + small}, ${'A'.repeat(26) + 'a'.repeat(26)})
      ELSE regexp_replace(regexp_replace(regexp_replace(shape, '[\\p{Ll}\\p{Lm}\\p{Lo}]', 'a', 'g'), '[\\p{Lu}\\p{Lt}]', 'A', 'g'), '\\p{N}', '9', 'g')
    END AS shape, sum(n)::BIGINT AS n, sum(k)::BIGINT AS k
  FROM digits GROUP BY 1`;

/** The 20 commonest shapes, each with how many there are at all. */
export const commonShapes: Sql = sql`SELECT left(shape, 80) AS shape, n AS rows_n, k AS values_n, count(*) OVER () AS shapes_n FROM shaped ORDER BY n DESC, shape LIMIT 20`;

/** The same with each run of letters or digits drawn together: `Aa+ 9+`. */
export const joinedShapes: Sql = sql`SELECT left(regexp_replace(regexp_replace(regexp_replace(shape, 'aa+', 'a+', 'g'), 'AA+', 'A+', 'g'), '99+', '9+', 'g'), 80) AS shape,
    sum(n)::BIGINT AS rows_n, sum(k)::BIGINT AS values_n
  FROM shaped GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`;
