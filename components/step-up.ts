/** Asks for the password again; true when it was given and the act can be repeated. */
type StepUpPrompt = () => Promise<boolean>;
let stepUpPrompt: StepUpPrompt | null = null;

/** The page's one place that asks; returns how to take it away. */
export function registerStepUpPrompt(prompt: StepUpPrompt): () => void {
  stepUpPrompt = prompt;
  return () => {
    if (stepUpPrompt === prompt) stepUpPrompt = null;
  };
}

/** Null: nobody here can ask. */
export async function askForPassword(): Promise<boolean | null> {
  return stepUpPrompt === null ? null : stepUpPrompt();
}
