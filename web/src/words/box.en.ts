import type { boxId } from './box.id'

/** The same in English. */
export const boxEn: typeof boxId = {
  title: 'The box',
  intro: 'Whether the CatatDuit in this home is well',
  looking: 'The box is looking at itself. This takes some seconds.',
  again: 'Look again',
  allGood: 'All that was looked at is well.',
  warned: (count) => `${String(count)} worth a look.`,
  failed: (count) => `${String(count)} not as it should be.`,
  counts: (passed, notApplicable) => `${String(passed)} well, ${String(notApplicable)} not looked at here.`,
  troubles: 'Worth your attention',
  passed: 'Well',
  notApplicable: 'Not looked at here',
  verdicts: { pass: 'Well', warn: 'Worth a look', fail: 'Not as it should be', 'n/a': 'Not looked at' },
  toDo: 'What can be done',
  proof: 'Proven by',
  alarms: {
    title: 'Troubles now',
    none: 'No troubles now.',
    since: (at) => `Since ${at}.`,
    known: {
      nobody: 'Nobody was told yet.',
      owners: (at) => `Owners were told ${at}.`,
      handled: 'Somebody looks after it; nobody else is told.',
    },
    meaning: 'If you look after it, press the button: nobody else is told until it is over.',
    seen: 'I have seen it',
    seenOf: (what) => `I have seen it: ${what}`,
    seenSaid: 'All right, nobody else is told.',
  },
  elsewhere: {
    title: 'Another family looks after this box',
    body: 'Your family’s records stay yours. When the box has a trouble, ask the family that set it up.',
  },
}
