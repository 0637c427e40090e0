import { create } from 'zustand'

/** True after the organizer's details are in, while the desk still offers to bring a calendar in. */
export const useFirstRun = create<{ readonly offering: boolean }>()(() => ({ offering: false }))
