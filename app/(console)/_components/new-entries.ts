import { Cable, FileBadge, FileInput, FolderInput, Server, Sheet, Stamp, User } from 'lucide-react';
import { paletteWords } from './palette.words';

/** Everything that makes something; each answers to its own letter behind `c`. */
export const newEntries = () =>
  [
    { id: 'pair', letter: 'm', href: '/new/pair', label: paletteWords().newEntries.mutualTlsPair, icon: Cable },
    {
      id: 'server',
      letter: 's',
      href: '/new/server',
      label: paletteWords().newEntries.serverCertificate,
      icon: Server,
    },
    { id: 'client', letter: 'l', href: '/new/client', label: paletteWords().newEntries.clientCertificate, icon: User },
    {
      id: 'other',
      letter: 'o',
      href: '/new/other',
      label: paletteWords().newEntries.anotherCertificate,
      icon: FileBadge,
    },
    { id: 'csr', letter: 'r', href: '/new/csr', label: paletteWords().newEntries.signARequestCsr, icon: FileInput },
    { id: 'bulk', letter: 'b', href: '/new/bulk', label: paletteWords().newEntries.manyFromATable, icon: Sheet },
    { id: 'authority', letter: 'a', href: '/authorities/new', label: paletteWords().newEntries.authority, icon: Stamp },
    {
      id: 'import',
      letter: 'i',
      href: '/authorities/import',
      label: paletteWords().newEntries.importAnAuthority,
      icon: FolderInput,
    },
  ] as const;
