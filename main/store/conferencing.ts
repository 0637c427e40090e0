import type { Database } from './open-database.ts'

export interface ConferencingProfileRow {
  readonly profileId: string
  readonly name: string
  readonly kind: 'personal_room' | 'jitsi'
  readonly url: string
  readonly createdMs: number
}

const columns = 'profile_id AS profileId, name, kind, url, created_ms AS createdMs'

export function createConferencingProfiles(db: Database) {
  const all = db.prepare<[], ConferencingProfileRow>(
    `SELECT ${columns} FROM conferencing_profile ORDER BY created_ms, profile_id`,
  )
  const one = db.prepare<[string], ConferencingProfileRow>(
    `SELECT ${columns} FROM conferencing_profile WHERE profile_id = ?`,
  )
  const add = db.prepare<[ConferencingProfileRow]>(
    `INSERT INTO conferencing_profile (profile_id, name, kind, url, created_ms)
     VALUES (@profileId, @name, @kind, @url, @createdMs)`,
  )
  const remove = db.prepare<[string]>('DELETE FROM conferencing_profile WHERE profile_id = ?')
  return {
    all: () => all.all(),
    get: (profileId: string) => one.get(profileId) ?? null,
    add: (row: ConferencingProfileRow) => void add.run(row),
    remove: (profileId: string) => remove.run(profileId).changes === 1,
  }
}
