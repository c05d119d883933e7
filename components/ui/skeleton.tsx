/** Grey blocks with the geometry of what is coming; shown only when a page takes longer than 400 ms. */
export function Skeleton({ kind }: { kind: 'list' | 'detail' | 'form' }) {
  return (
    <div aria-hidden="true" className="mx-auto flex w-full max-w-[80rem] flex-col gap-8">
      <div className="flex items-start justify-between gap-6">
        <div className="flex flex-col gap-3">
          {kind === 'list' ? null : <div className="skeleton h-4 w-24" />}
          <div className="skeleton h-8 w-64 max-w-full" />
        </div>
        <div className="skeleton h-8 w-28" />
      </div>
      {kind === 'list' ? <ListSkeleton /> : kind === 'form' ? <FormSkeleton /> : <DetailSkeleton />}
    </div>
  );
}

const LINES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

function ListSkeleton() {
  return (
    <div className="rounded-lg border border-line">
      {LINES.map((line) => (
        <div key={line} className="flex h-14 items-center gap-6 border-b border-line-faint px-5 last:border-b-0">
          <div className="skeleton h-4 w-48" />
          <div className="skeleton hidden h-4 flex-1 sm:block" />
          <div className="skeleton h-5 w-24" />
        </div>
      ))}
    </div>
  );
}

function DetailSkeleton() {
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex flex-col gap-6">
        <div className="skeleton h-56" />
        <div className="skeleton h-40" />
      </div>
      <div className="skeleton h-80" />
    </div>
  );
}

function FormSkeleton() {
  return (
    <div className="flex max-w-[42rem] flex-col gap-6">
      {LINES.slice(0, 4).map((line) => (
        <div key={line} className="flex flex-col gap-2">
          <div className="skeleton h-4 w-32" />
          <div className="skeleton h-9" />
        </div>
      ))}
    </div>
  );
}
