'use client';

import { type ComponentType, useEffect, useState } from 'react';

/** The form is fetched when the page is there: of all authorities few wait for a certificate. */
export function InstallLater({ authorityId }: { authorityId: string }) {
  const [Form, setForm] = useState<ComponentType<{ authorityId: string }> | null>(null);
  useEffect(() => {
    import('./install-form').then(
      (loaded) => setForm(() => loaded.default),
      () => undefined,
    );
  }, []);
  return <div className="min-h-72">{Form ? <Form authorityId={authorityId} /> : null}</div>;
}
