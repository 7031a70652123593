import { expect, test } from 'vitest'
import { causes, services } from '../../lib/upstream/cause.ts'
import { whatToDo } from '../../lib/upstream/what-to-do.ts'

test('what an owner can do about a failure is a sentence that names no setting twice', () => {
  for (const service of services)
    for (const cause of causes) {
      const sentence = whatToDo(service, cause)
      expect(sentence).toMatch(/^[A-Z].+\.$/)
      const settings = sentence.match(/[A-Z]+_[A-Z_]+/g) ?? []
      expect(settings, sentence).toEqual([...new Set(settings)])
    }
})
