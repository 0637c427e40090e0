import { expect, test } from 'vitest'
import { builtIn } from '../../main/store/calendars.ts'
import { testWorld } from '../support/test-world.ts'

function twoCalendars() {
  const { world, sub, calendarId } = testWorld()
  const { store } = world
  const add = (id: string, connectionId: string | null = null) =>
    store.calendars.put({ ...builtIn, calendarId: id, sub, name: id, connectionId, createdMs: 1 })
  const names = () => store.calendars.of(sub).map(c => c.name)
  return { store, sub, calendarId, add, names }
}

test('the calendars of a person are as they were last written, however often they are asked for', () => {
  const { store, sub, calendarId, add, names } = twoCalendars()
  expect(names()).toEqual(['Openslot'])
  add('cal_second')
  expect(names()).toEqual(['cal_second', 'Openslot'])
  const second = store.calendars.get('cal_second')
  if (second === null) throw new Error('not written')
  store.calendars.put({ ...second, name: 'Renamed' })
  expect(names()).toEqual(['Renamed', 'Openslot'])
  store.calendars.remove(calendarId)
  expect(names()).toEqual(['Renamed'])
  store.people.remove(sub)
  expect(names()).toEqual([])
})

test('what was rolled back was never there', () => {
  const { store, add, names } = twoCalendars()
  const failing = () =>
    store.transact(() => {
      add('cal_second')
      expect(names()).toContain('cal_second')
      throw new Error('rolled back')
    })
  expect(failing).toThrow('rolled back')
  expect(names()).toEqual(['Openslot'])
})
