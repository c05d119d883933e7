import { defineWords } from '@/components/language/define-words';

export const trustWords = defineWords({
  en: {
    proofCheck: {
      checkAgain: 'Check again',
    },
    proofSwitch: {
      turnTheProofOff: 'Turn the proof off',
      turnTheProofOn: 'Turn the proof on',
      oneMoment: 'One moment …',
    },
  },
  de: {
    proofCheck: {
      checkAgain: 'Noch einmal prüfen',
    },
    proofSwitch: {
      turnTheProofOff: 'Probe abschalten',
      turnTheProofOn: 'Probe anschalten',
      oneMoment: 'Einen Augenblick …',
    },
  },
});
