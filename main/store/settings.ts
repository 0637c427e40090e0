import type { Database } from './open-database.ts'

/** Named JSON values: the organizer's sub, keys, how the site is reached. */
export function createSettings(db: Database) {
  const read = db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE name = ?')
  const write = db.prepare<[string, string]>(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  return {
    get<T>(name: string): T | null {
      const row = read.get(name)
      return row === undefined ? null : (JSON.parse(row.value) as T)
    },
    set(name: string, value: unknown): void {
      write.run(name, JSON.stringify(value))
    },
  }
}
