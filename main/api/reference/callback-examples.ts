const link = {
  real_time_scheduling_id: 'sch_4353945880944395',
  url: 'https://openslot.example.org/book/LOiwlKXQ',
}

const event = { summary: 'Product Manager Interview at Globex', description: '' }
const eventId = { event_id: 'qTtZdczOccgaPncGJaCiLg' }

const booked = {
  ...eventId,
  event_uid: 'q9vQ3Xw0ZkCdlGm8ZtVJ4w@openslot',
  ...event,
  location: '',
  start: { time: '2027-07-19T09:00:00Z', tzid: 'Europe/London' },
  end: { time: '2027-07-19T10:00:00Z', tzid: 'Europe/London' },
}

/** What the tests compare with what really arrives, field by field. */
export const completedExample = {
  notification: { type: 'real_time_scheduling_completed', triggered_at: '2027-07-12T14:03:27Z' },
  event: booked,
  participants: [{ sub: 'acc_5ba21743f408617d1269ea1e' }],
  user: { tzid: 'Europe/Paris', name: 'Cem Yılmaz', email: 'cem@example.org', note: 'By phone, please.' },
  real_time_scheduling: { ...link, status: 'completed', event: booked },
}

export const noTimesExample = {
  notification: { type: 'real_time_scheduling_no_times_suitable', triggered_at: '2027-07-12T14:03:27Z' },
  user: { tzid: 'Europe/Paris', note: 'Any day after the 26th' },
  real_time_scheduling: {
    ...link,
    status: 'open',
    event: { ...eventId, ...event, tzid: 'Europe/London', event_private: false },
  },
}
