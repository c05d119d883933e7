/** A sentence of the server in which `values` stand between backticks: they are shown as code, the marks are not. */
export function Message({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence
      <code key={index} className="rounded-sm bg-hover px-1 font-mono text-[0.93em] text-text">
        {part}
      </code>
    ),
  );
}
