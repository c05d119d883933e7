import { call } from './api-client';
import { forgetRecent } from './recent-objects';
import { forgetSelection } from './selection';

/** Ends the session on the server first; the full load drops every page that was kept in memory. */
export async function signOut(): Promise<void> {
  await call('DELETE', '/session', undefined, { stayOn401: true }).catch((error: { status?: number }) => {
    if (error.status !== 401) throw error;
  });
  forgetRecent();
  forgetSelection();
  window.location.assign('/login');
}
