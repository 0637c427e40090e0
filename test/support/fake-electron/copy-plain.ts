/**
 * Copies plain objects and arrays member by member, cycles kept; anything else is left to the structured clone.
 * Runs in the page (serialized by `toString`), so it may use nothing from outside itself.
 */
export function copyPlain(
  value: any,
  copyMember: (member: any, seen: Map<object, any>) => any,
  seen: Map<object, any>,
): any {
  const isPlain =
    value &&
    typeof value === 'object' &&
    (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
  if (!isPlain) return value
  if (seen.has(value)) return seen.get(value)
  const copy: any = Array.isArray(value) ? [] : {}
  seen.set(value, copy)
  for (const key of Object.keys(value)) copy[key] = copyMember(value[key], seen)
  return copy
}
