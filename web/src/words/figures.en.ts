import type { figuresId } from './figures.id'

/** The same in English. */
export const figuresEn: typeof figuresId = {
  title: 'Figures',
  intro: 'Its memory, disk, warmth and work of the last day',
  explanation: (minutes) =>
    `Measured every ${minutes} minutes since the box was started, and kept for a day. Nothing of it leaves the box.`,
  fewTitle: 'Too few figures yet',
  fewBody: (minutes) =>
    `The box was started just now. Once it has been measured twice, in about ${minutes} minutes, the drawings show here.`,
  since: (at) => `Since ${at}`,
  names: {
    own_memory: 'Memory of CatatDuit',
    memory_free: 'Free memory',
    disk_free: 'Free disk',
    warmth: 'Warmth',
    requests: 'Requests',
    failed: 'Failed requests',
    waiting: 'Waiting for Telegram',
  },
  hints: {
    own_memory: 'What CatatDuit itself uses.',
    memory_free: 'What any program on this box may still use.',
    disk_free: 'On the disk that holds the family’s records.',
    warmth: 'Inside the box. Above 80 °C it becomes slow.',
    requests: 'By the app and the family’s programs, between two readings.',
    failed: 'That failed because of the box itself, between two readings.',
    waiting: 'Messages of the bot that are not sent yet.',
  },
  range: (least, most) => `Lowest ${least}, highest ${most}`,
  together: (sum) => `${sum} in all`,
  hour: 'Hour',
  least: 'Lowest',
  most: 'Highest',
  sum: 'Sum',
  unmeasured: (names) => `This box cannot measure: ${names}.`,
}
