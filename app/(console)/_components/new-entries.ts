import { Cable, FileBadge, FileInput, FolderInput, Server, Sheet, Stamp, User } from 'lucide-react';

/** Everything that makes something; each answers to its own letter behind `c`. */
export const NEW_ENTRIES = [
  { id: 'pair', letter: 'm', href: '/new/pair', label: 'Mutual TLS pair', icon: Cable },
  { id: 'server', letter: 's', href: '/new/server', label: 'Server certificate', icon: Server },
  { id: 'client', letter: 'l', href: '/new/client', label: 'Client certificate', icon: User },
  { id: 'other', letter: 'o', href: '/new/other', label: 'Another certificate', icon: FileBadge },
  { id: 'csr', letter: 'r', href: '/new/csr', label: 'Sign a request (CSR)', icon: FileInput },
  { id: 'bulk', letter: 'b', href: '/new/bulk', label: 'Many, from a table', icon: Sheet },
  { id: 'authority', letter: 'a', href: '/authorities/new', label: 'Authority', icon: Stamp },
  { id: 'import', letter: 'i', href: '/authorities/import', label: 'Import an authority', icon: FolderInput },
] as const;
