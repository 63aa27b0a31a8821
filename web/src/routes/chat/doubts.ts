import type { Draft, DraftDoubt, DraftItem } from '../../api/types'
import type { Language } from '../../lib/days'
import { formatDay } from '../../lib/days'
import { formatMoney } from '../../lib/money'
import { session } from '../../state/session.svelte'
import type { Words } from '../../words/id'

/** What to ask first: the appliance gives its doubts in the order to ask them. */
export function firstDoubt(draft: Draft): DraftDoubt | null {
  return draft.doubts.find(({ kind }) => kind !== 'unsure') ?? draft.doubts[0] ?? null
}

/** The item a doubt is about. */
export function itemOf(draft: Draft, doubt: DraftDoubt | null): DraftItem | null {
  return draft.items.find(({ index }) => index === doubt?.item) ?? null
}

/** The doubt as a question to a person. */
export function questionFor(
  draft: Draft,
  doubt: DraftDoubt | null,
  language: Language,
  words: Words,
): string {
  const { chat } = words
  const item = itemOf(draft, doubt)
  const currency = item?.currency ?? session.currency
  switch (doubt?.kind) {
    case 'no_amount':
      return item === null || item.description === '' ? chat.noAmountAtAll : chat.noAmount(item.description)
    case 'magnitude':
      return item?.amount == null
        ? chat.noAmountAtAll
        : chat.meant(formatMoney({ amount: item.amount, currency }))
    case 'one_wallet':
      return chat.oneWallet
    case 'odd_day':
      return item === null ? chat.unsure : chat.oddDay(formatDay(item.day, language, session.today))
    case 'maybe_not_money':
      return chat.maybeNot
    case 'total_differs':
      return doubt.amount === null
        ? chat.unsure
        : chat.totalDiffers(formatMoney({ amount: doubt.amount, currency }))
    default:
      return chat.unsure
  }
}
