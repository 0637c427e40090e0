import type { Operation } from './operation.ts'

export function referencePage(operations: readonly Operation[], address: string) {
  return {
    html: `<!doctype html><title>${operations.length} ${address}</title>`,
    contentSecurityPolicy: "default-src 'none'",
  }
}
