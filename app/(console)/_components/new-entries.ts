import { Cable, FileBadge, FileInput, FolderInput, Server, Sheet, Stamp, User } from 'lucide-react';
import { newEntriesWords } from '@/app/(console)/_components/new-entries.words';

/** Everything that makes something; each answers to its own letter behind `c`. */
export const newEntries = () =>
  [
    { id: 'pair', letter: 'm', href: '/new/pair', label: newEntriesWords().mutualTlsPair, icon: Cable },
    {
      id: 'server',
      letter: 's',
      href: '/new/server',
      label: newEntriesWords().serverCertificate,
      icon: Server,
    },
    { id: 'client', letter: 'l', href: '/new/client', label: newEntriesWords().clientCertificate, icon: User },
    {
      id: 'other',
      letter: 'o',
      href: '/new/other',
      label: newEntriesWords().anotherCertificate,
      icon: FileBadge,
    },
    { id: 'csr', letter: 'r', href: '/new/csr', label: newEntriesWords().signARequestCsr, icon: FileInput },
    { id: 'bulk', letter: 'b', href: '/new/bulk', label: newEntriesWords().manyFromATable, icon: Sheet },
    { id: 'authority', letter: 'a', href: '/authorities/new', label: newEntriesWords().authority, icon: Stamp },
    {
      id: 'import',
      letter: 'i',
      href: '/authorities/import',
      label: newEntriesWords().importAnAuthority,
      icon: FolderInput,
    },
  ] as const;
