import type { Category } from '../api/types'
import { formatDay, plusDays, type Day, type Language } from '../lib/days'
import type { Words } from '../words/id'

export function categoryName(category: Category | undefined, slug: string, language: Language): string {
  if (category === undefined) return slug
  return language === 'id' ? category.name_id : category.name_en
}

/** `hari ini`, `kemarin`, or the short date. */
export function dayName(day: Day, today: Day, language: Language, words: Words): string {
  if (day === today) return words.days.today
  if (day === plusDays(today, -1)) return words.days.yesterday
  return formatDay(day, language, today)
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
