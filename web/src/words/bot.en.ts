import type { botId } from './bot.id'

export const botEn: typeof botId = {
  title: 'The family’s bot',
  label: 'Token from BotFather',
  hint: 'It is kept sealed, and never shown again.',
  steps: [
    'In Telegram, find @BotFather, send /newbot, and give your family’s bot a name.',
    'BotFather answers with a token. Paste it here.',
  ],
  give: 'Use this token',
  checking: 'Asking Telegram…',
  taken: 'The bot is at work.',
  takenAs: (bot) => `@${bot} is at work.`,
  given: 'The bot has its token.',
  givenAs: (bot) => `@${bot} works for this family.`,
  trouble: (why) => `The bot cannot take messages in: ${why}`,
  replace: 'Replace the token',
  remove: 'Let the bot go',
  sure: 'The bot stops answering until there is a token again. What is recorded stays.',
  removed: 'The bot is gone, and its token with it.',
  settings: 'The bot’s token stands in the box’s settings file, and is changed there.',
  off: 'Telegram is turned off in the box’s settings file.',
}
