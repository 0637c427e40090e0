import { z } from 'zod'
import type { Dispatch } from '../dispatch.ts'
import { readQuery } from '../dispatch.ts'
import { defineOperation, type Operation } from '../operation.ts'

const most = 50

const entry = z.object({
  method: z
    .enum(['GET', 'POST', 'DELETE'])
    .meta({ description: 'As for the request by itself.', examples: ['POST'] }),
  relative_url: z
    .string()
    .min(1)
    .max(4000)
    .meta({
      description: 'The path, with its query; it begins with `/v1/`.',
      examples: ['/v1/calendars/cal_n23kjnwrw2_sakdnawerd3/events'],
    }),
  data: z
    .unknown()
    .optional()
    .meta({
      description: 'The body of the request.',
      examples: [{ event_id: 'qTtZdczOccgaPncGJaCiLg' }],
    }),
})

const outside = 'http://127.0.0.1'

/** @param dispatch answers each entry; it knows the batch itself too, which is why it comes late */
export function createBatch(dispatch: () => Dispatch): Operation {
  return defineOperation({
    method: 'POST',
    path: '/batch',
    group: 'Batch',
    title: 'Send many requests as one',
    description:
      `Up to ${most} requests, made one after the other with the same credentials. Each is answered by itself, in order: one ` +
      'that fails stops none. A batch counts once towards the rate limit and holds no batch.',
    auth: 'either',
    body: z.object({
      batch: z
        .array(entry)
        .min(1, 'must hold at least one request')
        .max(most, `must hold at most ${most} requests`)
        .meta({ description: 'The requests.' }),
    }),
    success: {
      status: 207,
      description: 'The answers, in the order of the requests.',
      schema: z.object({
        batch: z.array(
          z.object({
            status: z.int(),
            headers: z.record(z.string(), z.string()).optional(),
            data: z.unknown().optional(),
          }),
        ),
      }),
    },
    examples: [
      {
        title: 'Two deletions',
        body: {
          batch: [
            {
              method: 'DELETE',
              relative_url: '/v1/available_periods',
              data: { available_period_id: 'qTtZdczOccgaPncGJaCiLg' },
            },
            { method: 'GET', relative_url: '/v1/calendars' },
          ],
        },
        answer: { batch: [{ status: 202 }, { status: 200, data: { calendars: [] } }] },
      },
    ],
    async run({ caller, body, address }) {
      const answers = []
      for (const { method, relative_url, data } of body.batch) {
        const url = URL.canParse(relative_url, outside) ? new URL(relative_url, outside) : new URL(outside)
        const path = url.pathname.replace(/^\/v1(?=\/)/, '')
        const {
          status,
          headers,
          body: answered,
        } = /^\/(batch|oauth)(\/|$)/.test(path)
          ? { status: 404, headers: undefined, body: undefined }
          : await dispatch()({
              method,
              path,
              query: readQuery(url.searchParams),
              body: data ?? {},
              caller,
              address: address.replace(/\/batch$/, path),
            })
        answers.push({
          status,
          ...(headers === undefined ? {} : { headers }),
          ...(answered === undefined ? {} : { data: answered }),
        })
      }
      return { status: 207, body: { batch: answers } }
    },
  })
}
