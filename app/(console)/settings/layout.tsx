import type { ReactNode } from 'react';
import { Page } from '@/components/ui/page';
import { SettingsTabs } from './_components/settings-tabs';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <Page width="form">
      <SettingsTabs />
      {children}
    </Page>
  );
}
