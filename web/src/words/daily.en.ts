import type { idList, idHome, idChatting, idEntering } from './daily.id'

/** The same in English. */
export const enList: typeof idList = {
  filter: 'Filter',
  apply: 'Show',
  reset: 'Clear filters',
  any: 'All',
  anyTime: 'Any time',
  ownDays: 'Pick dates',
  from: 'From',
  to: 'To',
  atLeast: 'At least',
  atMost: 'At most',
  withPhoto: 'Only with a photo',
  asked: 'Filters',
  means: {
    word: 'Word',
    phrase: 'Phrase',
    type: 'Type',
    category: 'Category',
    wallet: 'Wallet',
    by: 'By',
    for: 'For',
    person: 'Person',
    tag: 'Tag',
    amount: 'Amount',
    days: 'When',
    attachment: 'Photo',
    note: 'Note',
  },
  not: (what) => `not ${what}`,
  since: (day) => `since ${day}`,
  until: (day) => `until ${day}`,
  withoutPart: (kind, value) => `Remove filter ${kind.toLowerCase()}: ${value}`,
  showAll: 'Show all',
  emptyBody: 'All that your family records will line up here, day by day.',
  outdated: 'Something is new. Load again',
  selectAll: 'Select all that is loaded',
  mostSelected: (most) => `${String(most)} records at once is the most.`,
  amend: 'Change',
  amendMany: (count) => (count === 1 ? 'Change 1 record' : `Change ${String(count)} records`),
  amendHint: 'What you leave alone stays as it is.',
  amended: (count) => (count === 1 ? '1 record changed.' : `${String(count)} records changed.`),
  asItIs: 'Leave as it is',
  addTags: 'Add tags',
  removeTag: 'Remove a tag',
  everyone: 'Everyone',
  goneTitle: 'This record is not there',
  goneBody: 'It may have been deleted for good, or it is not for you.',
}

export const enHome: typeof idHome = {
  spent: (period) => `Spent in ${period}`,
  income: 'In',
  net: 'Net',
  of: (percent, before) => `${String(percent)}% of all of ${before}`,
  less: (amount, days) => `${amount} less than ${days}`,
  more: (amount, days) => `${amount} more than ${days}`,
  same: (days) => `The same as ${days}`,
  then: (amount, days) => `${days}: ${amount}`,
  nothingSpent: (before) => `Nothing was spent in ${before} to compare with.`,
  firstMonth: (before) =>
    `No records of ${before} to compare with yet. From next month on, the comparison shows up here.`,
  latest: 'Latest records',
  all: 'See all records',
}

export const enChatting: typeof idChatting = {
  addPhoto: 'Attach a photo',
  photoWaits: 'The photo is ready and goes with the next record.',
  dropPhoto: 'Drop the photo',
}

/** The same in English. */
export const enEntering: typeof idEntering = {
  title: 'Add a record',
  add: 'Add',
  byForm: 'Fill in a form',
  guessed: 'Guessed from its description. You can choose another.',
  recorded: (amount, what) => `Recorded: ${amount} ${what}`.trim() + '.',
  refundOf: 'Money back from',
  refundFind: 'Find the purchase',
  refundFound: 'Purchases that fit',
  refundNone: 'No purchase fits.',
  noRefund: 'No refund',
  refunds: 'Money that came back',
  left: 'Spent in the end',
}
