/** Lets requests that came in meanwhile be answered, in the middle of work that keeps the event loop busy. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
