import type { Database } from './open-database.ts'
import type { Revisions } from './revisions.ts'

export interface PersonRow {
  readonly sub: string
  readonly name: string
  readonly email: string
  readonly tzid: string
  readonly createdMs: number
}

/** Wall-clock hours of a week, kept under the id that a program or the desk gave them. */
export interface AvailabilityRuleRow {
  readonly availabilityRuleId: string
  readonly tzid: string
  readonly weeklyPeriods: readonly {
    readonly day: number
    readonly startMinute: number
    readonly endMinute: number
  }[]
  /** The calendars whose events count while this rule applies; absent: those that count anyway. */
  readonly calendarIds?: readonly string[]
  /** A date on which other hours hold than those of its weekday: none at all is a day off. */
  readonly overrides?: readonly DateOverrideRow[]
}

export interface DateOverrideRow {
  /** `YYYY-MM-DD` in the zone of the rule. */
  readonly date: string
  readonly periods: readonly { readonly startMinute: number; readonly endMinute: number }[]
}

const person = 'sub, name, email, tzid, created_ms AS createdMs'

export function createPeople(db: Database, revisions: Revisions) {
  const all = db.prepare<[], PersonRow>(`SELECT ${person} FROM person ORDER BY created_ms, sub`)
  const one = db.prepare<[string], PersonRow>(`SELECT ${person} FROM person WHERE sub = ?`)
  const put = db.prepare<[PersonRow]>(
    `INSERT INTO person (sub, name, email, tzid, created_ms) VALUES (@sub, @name, @email, @tzid, @createdMs)
     ON CONFLICT (sub) DO UPDATE SET name = excluded.name, email = excluded.email, tzid = excluded.tzid`,
  )
  const remove = db.prepare<[string]>('DELETE FROM person WHERE sub = ?')
  return {
    all: () => all.all(),
    get: (sub: string) => one.get(sub) ?? null,
    put: (row: PersonRow) => void put.run(row),
    /** Takes the calendars, events and rules of the person along. */
    remove(sub: string): boolean {
      revisions.touchAll()
      return remove.run(sub).changes === 1
    },
  }
}

export function createAvailabilityRules(db: Database) {
  interface Row {
    availabilityRuleId: string
    tzid: string
    weeklyPeriods: string
    calendarIds: string | null
    overrides: string | null
  }
  const of = db.prepare<[string], Row>(
    `SELECT availability_rule_id AS availabilityRuleId, tzid, weekly_periods AS weeklyPeriods,
       calendar_ids AS calendarIds, overrides FROM availability_rule WHERE sub = ? ORDER BY availability_rule_id`,
  )
  const put = db.prepare<[string, string, string, string, string | null, string | null]>(
    `INSERT INTO availability_rule (sub, availability_rule_id, tzid, weekly_periods, calendar_ids, overrides)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET tzid = excluded.tzid, weekly_periods = excluded.weekly_periods,
       calendar_ids = excluded.calendar_ids, overrides = excluded.overrides`,
  )
  const remove = db.prepare<[string, string]>(
    'DELETE FROM availability_rule WHERE sub = ? AND availability_rule_id = ?',
  )
  return {
    of: (sub: string): AvailabilityRuleRow[] =>
      of.all(sub).map(({ calendarIds, weeklyPeriods, overrides, ...row }) => ({
        ...row,
        weeklyPeriods: JSON.parse(weeklyPeriods),
        ...(calendarIds === null ? {} : { calendarIds: JSON.parse(calendarIds) }),
        ...(overrides === null ? {} : { overrides: JSON.parse(overrides) }),
      })),
    put: (sub: string, rule: AvailabilityRuleRow) =>
      void put.run(
        sub,
        rule.availabilityRuleId,
        rule.tzid,
        JSON.stringify(rule.weeklyPeriods),
        rule.calendarIds === undefined ? null : JSON.stringify(rule.calendarIds),
        rule.overrides === undefined ? null : JSON.stringify(rule.overrides),
      ),
    remove: (sub: string, availabilityRuleId: string) => remove.run(sub, availabilityRuleId).changes === 1,
  }
}
