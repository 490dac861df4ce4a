import { describe, expect, it } from 'vitest';
import {
  counted,
  daysBetween,
  formatBytes,
  formatChange,
  formatCount,
  formatDate,
  formatDateRange,
  formatDistance,
  formatDuration,
  formatEstimate,
  formatLongDate,
  formatMoment,
  formatMoney,
  formatNumber,
  formatPoints,
  formatShare,
  formatTime,
  inWords,
  listed,
} from './index.ts';

const zone = 'America/New_York';

describe('numbers', () => {
  it('groups thousands, keeps 64-bit integers exact and writes a real minus', () => {
    expect(formatCount(1276)).toBe('1,276');
    expect(formatCount('9223372036854775807')).toBe('9,223,372,036,854,775,807');
    expect(formatCount(-2)).toBe('−2');
    expect(formatChange(5549)).toBe('+5,549');
    expect(formatChange(0)).toBe('0');
    expect(formatNumber(41.755285)).toBe('41.7553');
    expect(formatMoney(58_800_000)).toBe('$58.8 million');
  });

  it('gives a share only the decimals its denominator bears', () => {
    expect(formatShare(1276, 1633)).toBe('78.1%');
    expect(formatShare(28, 30)).toBe('93%');
    expect(formatShare(30, 30)).toBe('100%');
    expect(formatShare(0, 12)).toBe('0%');
    expect(formatShare(3, 0)).toBe('No value');
  });

  it('never rounds a share to all or none while one is missing', () => {
    expect(formatShare(10_653, 10_654)).toBe('99.9%');
    expect(formatShare(1, 10_654)).toBe('0.1%');
    expect(formatShare(199, 200)).toBe('99.5%');
    expect(formatShare(98, 99)).toBe('99%');
  });

  it('says points for a difference of percentages', () => {
    expect(formatPoints(17)).toBe('17 points');
    expect(formatPoints(1)).toBe('1 point');
    expect(formatPoints(-2.5)).toBe('−2.5 points');
  });
});

describe('dates', () => {
  it('leaves a plain date where it is and shows an instant in the zone of the state', () => {
    expect(formatDate('2026-11-23', zone)).toBe('Nov 23, 2026');
    expect(formatLongDate('2026-11-23', zone)).toBe('November 23, 2026');
    expect(formatDate('2026-11-24T03:30:00Z', zone)).toBe('Nov 23, 2026');
    expect(formatTime('2026-11-23T19:14:06Z', zone)).toBe('2:14 pm Eastern');
    expect(formatTime('2026-11-23T19:14:06Z', zone, { seconds: true })).toBe('2:14:06 pm');
    expect(formatMoment('2026-07-01T16:00:00Z', zone)).toBe('Jul 1, 2026, 12:00 pm Eastern');
    expect(formatDateRange('2012-01-01', '2022-12-31', zone)).toBe('Jan 1, 2012 to Dec 31, 2022');
  });

  it('counts days over a change of clocks', () => {
    expect(daysBetween('2026-10-31', '2026-11-02')).toBe(2);
    expect(formatDistance('2026-11-23', '2026-12-31')).toBe('in 38 days');
    expect(formatDistance('2026-11-23', '2026-10-30')).toBe('24 days ago');
    expect(formatDistance('2026-11-23', '2026-11-23')).toBe('today');
  });
});

describe('sizes, times and words', () => {
  it('reads naturally', () => {
    expect(formatBytes(812)).toBe('812 bytes');
    expect(formatBytes(4_000_000)).toBe('4.0 MB');
    expect(formatBytes(173_004_118)).toBe('173 MB');
    expect(formatBytes(999_999)).toBe('1.0 MB');
    expect(formatDuration(400)).toBe('under 1 s');
    expect(formatDuration(125_000)).toBe('2 min 5 s');
    expect(formatDuration(3 * 3_600_000)).toBe('3 h');
    expect(formatEstimate(38_000)).toBe('about 40 seconds');
    expect(counted(1, 'row')).toBe('1 row');
    expect(counted(2, 'entry', 'entries')).toBe('2 entries');
    expect(inWords(2, 'objective')).toBe('two objectives');
    expect(inWords(13, 'objective')).toBe('13 objectives');
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
    expect(listed(['a', 'b', 'c', 'd', 'e'], 3)).toBe('a, b and 3 more');
  });
});
