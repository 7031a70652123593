import { element } from './element.ts'

const periodDays = [7, 30, 90]

/** A choice of the days that figures are about. */
export function periodChoice(chosen: number, choose: (days: number) => void): HTMLElement {
  const choices = periodDays.map((days) => {
    const radio = element('input', {
      type: 'radio',
      name: 'period',
      value: days,
      checked: days === chosen,
      onchange: () => choose(days),
    })
    return element('label', {}, radio, element('span', {}, `${days} days`))
  })
  return element(
    'fieldset',
    { class: 'periods' },
    element('legend', { class: 'visually-hidden' }, 'Period'),
    ...choices,
  )
}
