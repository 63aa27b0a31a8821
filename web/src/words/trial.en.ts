import type { trialId } from './trial.id'

/** The same in English. */
export const trialEn: typeof trialId = {
  title: 'Try it first',
  body: 'Look around and write down what you like in an example family. When you are done, all of it is gone without a trace. It lasts an hour at most.',
  begin: 'Open the example family',
  making: 'Preparing the family…',
  taken: 'Somebody else is looking at it. Try again in ten minutes.',
  later: 'Tried too often. Wait some minutes.',
  closed: 'This box shows no example family.',
  failed: 'It could not be prepared. Try again in a moment.',
  over: 'The example is over, and all of it is gone.',
  banner: 'These are examples. Nothing is kept.',
  end: 'Done trying',
  toBox: 'To your family’s CatatDuit',
}
