/** SQLite takes 32,766 parameters in a statement, PostgreSQL's protocol 65,535 and its client here 32,767. */
const MOST_PARAMETERS = 30_000;

/** Runs `work` over slices of at most as many items as one statement can hold with this many parameters each. */
export async function inSlices<Item>(
  items: readonly Item[],
  parametersEach: number,
  work: (slice: readonly Item[]) => Promise<void>,
): Promise<void> {
  const size = Math.floor(MOST_PARAMETERS / parametersEach);
  for (let at = 0; at < items.length; at += size) await work(items.slice(at, at + size));
}
