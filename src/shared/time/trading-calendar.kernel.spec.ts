import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addSessions,
  closeMinuteOfDay,
  isSession,
  lastCompletedSession,
  nextSession,
  previousSession,
  sessionIndex,
  sessionOnOrAfter,
  sessionOnOrBefore,
  sessionsBetween,
} from './trading-calendar.kernel.js';

/** Trading days a year, as the exchange counts them. */
const SESSIONS_A_YEAR: Readonly<Record<string, number>> = {
  2000: 252,
  2001: 248,
  2002: 252,
  2003: 252,
  2004: 252,
  2005: 252,
  2006: 251,
  2007: 251,
  2008: 253,
  2009: 252,
  2010: 252,
  2011: 252,
  2012: 250,
  2013: 252,
  2014: 252,
  2015: 252,
  2016: 252,
  2017: 251,
  2018: 251,
  2019: 252,
  2020: 253,
  2021: 252,
  2022: 251,
  2023: 250,
  2024: 252,
  2025: 250,
  2026: 251,
};

const ALL = sessionsBetween('2000-01-01', '2035-12-31');
const earlyClosesIn = (year: number): string[] =>
  sessionsBetween(`${year}-01-01`, `${year}-12-31`).filter((day) => closeMinuteOfDay(day) === 780);
const weekdaysWithoutSession = (year: number): string[] => {
  const days: string[] = [];
  for (let at = Date.UTC(year, 0, 1); at <= Date.UTC(year, 11, 31); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (![0, 6].includes(new Date(at).getUTCDay()) && !isSession(day)) days.push(day);
  }
  return days;
};
const anySession = fc.integer({ min: 300, max: ALL.length - 300 }).map((index) => ALL[index]!);

describe('sessions of the exchange', () => {
  it.each(Object.entries(SESSIONS_A_YEAR))('are counted in %s', (year, count) => {
    expect(sessionsBetween(`${year}-01-01`, `${year}-12-31`)).toHaveLength(count);
  });

  it('leave out exactly the published holidays of 2024', () => {
    expect(weekdaysWithoutSession(2024)).toEqual([
      '2024-01-01',
      '2024-01-15',
      '2024-02-19',
      '2024-03-29',
      '2024-05-27',
      '2024-06-19',
      '2024-07-04',
      '2024-09-02',
      '2024-11-28',
      '2024-12-25',
    ]);
  });

  it('leave out exactly the published holidays of 2027, three of them moved from a weekend', () => {
    expect(weekdaysWithoutSession(2027)).toEqual([
      '2027-01-01',
      '2027-01-18',
      '2027-02-15',
      '2027-03-26',
      '2027-05-31',
      '2027-06-18',
      '2027-07-05',
      '2027-09-06',
      '2027-11-25',
      '2027-12-24',
    ]);
  });

  it.each(['2004-12-31', '2010-12-31', '2021-12-31', '2027-12-31', '2032-12-31'])(
    'include %s, though New Year falls on the Saturday after it',
    (day) => {
      expect(isSession(day)).toBe(true);
    },
  );

  it.each(['2006-01-02', '2012-01-02', '2017-01-02', '2023-01-02'])('leave out %s, New Year on a Sunday', (day) => {
    expect(isSession(day)).toBe(false);
  });

  it.each(['2000-04-21', '2008-03-21', '2011-04-22', '2019-04-19', '2025-04-18', '2035-03-23'])(
    'leave out Good Friday %s',
    (day) => {
      expect(isSession(day)).toBe(false);
    },
  );

  it('keep Juneteenth from 2022 only', () => {
    expect(['2020-06-19', '2021-06-18', '2022-06-20', '2023-06-19'].map(isSession)).toEqual([true, true, false, false]);
  });

  it('leave out the closures no rule foresees', () => {
    const closed = ['2001-09-11', '2001-09-14', '2004-06-11', '2007-01-02', '2012-10-29', '2012-10-30', '2018-12-05'];
    expect([...closed, '2025-01-09'].filter(isSession)).toEqual([]);
    expect(nextSession('2001-09-10')).toBe('2001-09-17');
  });
});

describe('early closes', () => {
  it.each([
    [2000, ['2000-07-03', '2000-11-24']],
    [2002, ['2002-07-05', '2002-11-29', '2002-12-24']],
    [2003, ['2003-07-03', '2003-11-28', '2003-12-24', '2003-12-26']],
    [2008, ['2008-07-03', '2008-11-28', '2008-12-24']],
    [2010, ['2010-11-26']],
    [2012, ['2012-07-03', '2012-11-23', '2012-12-24']],
    [2013, ['2013-07-03', '2013-11-29', '2013-12-24']],
    [2019, ['2019-07-03', '2019-11-29', '2019-12-24']],
    [2020, ['2020-11-27', '2020-12-24']],
    [2021, ['2021-11-26']],
    [2024, ['2024-07-03', '2024-11-29', '2024-12-24']],
    [2025, ['2025-07-03', '2025-11-28', '2025-12-24']],
    [2026, ['2026-11-27', '2026-12-24']],
  ])('of %s are those the exchange announced', (year, days) => {
    expect(earlyClosesIn(year)).toEqual(days);
  });

  it('leave every other session closing at four', () => {
    expect(closeMinuteOfDay('2024-07-05')).toBe(960);
    expect(() => closeMinuteOfDay('2024-07-04')).toThrow('2024-07-04 is not a session');
  });
});

describe('steps between sessions', () => {
  it('answer for a session and for the gap around a weekend', () => {
    expect([sessionOnOrBefore('2024-11-30'), sessionOnOrAfter('2024-11-30')]).toEqual(['2024-11-29', '2024-12-02']);
    expect([previousSession('2024-12-01'), nextSession('2024-12-01')]).toEqual(['2024-11-29', '2024-12-02']);
    expect([sessionOnOrBefore('2024-12-02'), sessionOnOrAfter('2024-12-02')]).toEqual(['2024-12-02', '2024-12-02']);
    expect([-1, 0, 1].map((count) => addSessions('2024-11-30', count))).toEqual([
      '2024-11-29',
      '2024-11-29',
      '2024-12-02',
    ]);
  });

  it('list nothing when the range is reversed or holds no session', () => {
    expect(sessionsBetween('2024-12-02', '2024-11-29')).toEqual([]);
    expect(sessionsBetween('2024-11-30', '2024-12-01')).toEqual([]);
  });

  it('undo each other', () => {
    fc.assert(
      fc.property(anySession, fc.integer({ min: -298, max: 298 }), (day, count) => {
        const moved = addSessions(day, count);
        expect(addSessions(moved, -count)).toBe(day);
        expect(sessionIndex(moved) - sessionIndex(day)).toBe(count);
        expect(previousSession(nextSession(moved))).toBe(moved);
        expect(sessionsBetween(day < moved ? day : moved, day < moved ? moved : day)).toHaveLength(Math.abs(count) + 1);
      }),
    );
  });

  it('refuse days outside the calendar, and texts that are no day', () => {
    expect(() => isSession('1999-12-31')).toThrow('1999-12-31 is outside the trading calendar (2000 to 2035)');
    expect(() => nextSession('2035-12-31')).toThrow(RangeError);
    expect(() => sessionOnOrBefore('2000-01-02')).toThrow(RangeError);
    expect(() => addSessions('2035-12-01', 100)).toThrow('leaves the trading calendar');
    expect(() => isSession('2024-02-30')).toThrow("'2024-02-30' is not a day");
    expect(() => isSession('2024-2-3')).toThrow(RangeError);
    expect(() => sessionIndex('2024-07-04')).toThrow('not a session');
  });
});

describe('lastCompletedSession', () => {
  it.each([
    ['winter, a minute early', '2024-01-10T20:59:00Z', 0, '2024-01-09'],
    ['winter, at the close', '2024-01-10T21:00:00Z', 0, '2024-01-10'],
    ['summer, at the close', '2024-07-10T20:00:00Z', 0, '2024-07-10'],
    ['last Friday of winter time', '2024-03-08T20:59:59Z', 0, '2024-03-07'],
    ['first Monday of summer time', '2024-03-11T20:00:00Z', 0, '2024-03-11'],
    ['last Friday of summer time', '2024-11-01T20:00:00Z', 0, '2024-11-01'],
    ['first Monday of winter time, an hour early', '2024-11-04T20:00:00Z', 0, '2024-11-01'],
    ['a short day', '2024-11-29T18:00:00Z', 0, '2024-11-29'],
    ['a short day within the delay', '2024-11-29T18:59:00Z', 60, '2024-11-27'],
    ['Saturday', '2024-11-30T12:00:00Z', 90, '2024-11-29'],
    ['evening in New York, next day in UTC', '2024-12-03T02:00:00Z', 90, '2024-12-02'],
    ['a delay across midnight, not yet over', '2024-12-03T06:59:00Z', 600, '2024-11-29'],
    ['a delay across midnight, over', '2024-12-03T07:00:00Z', 600, '2024-12-02'],
    ['a delay across the end of summer time', '2024-11-03T06:00:00Z', 34 * 60, '2024-11-01'],
  ])('knows %s', (_, now, delay, session) => {
    expect(lastCompletedSession(new Date(now), delay)).toBe(session);
  });

  it('never goes back when time goes on', () => {
    const instant = fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2035, 0, 1) });
    fc.assert(
      fc.property(instant, fc.nat(7 * 86_400_000), fc.nat(600), (now, later, delay) => {
        const [earlier, after] = [new Date(now), new Date(now + later)].map((at) => lastCompletedSession(at, delay));
        expect(earlier! <= after!).toBe(true);
      }),
    );
  });
});
