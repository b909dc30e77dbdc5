/** Which permissions open what. */

/** What a page names that needs the right to read an object's records. */
export const readsRecords = (object: string) => `records.read:${object}`;
const readsAll = readsRecords("*");

export function allowed(wanted: readonly string[] | undefined, held: readonly string[]): boolean {
  if (!wanted || wanted.length === 0) return true;
  const all = held.includes(readsAll);
  return wanted.some((one) => held.includes(one) || (all && one.startsWith("records.read:")));
}
