/** Between who starts a job and who runs jobs in this process: no need to wait for the next tick of a clock. */
export interface JobTurn {
  /** Says that a job waits. Returns at once; nobody may be there to hear it. */
  ask(): void;
  /** `listener` is called at every `ask`, until the returned function is. */
  whenAsked(listener: () => void): () => void;
}

export function createJobTurn(): JobTurn {
  const listeners = new Set<() => void>();
  return {
    ask: () => {
      for (const listener of listeners) listener();
    },
    whenAsked: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
