import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { groupsOf, titleOf } from './document'

const small = {
  openapi: '3.0.0',
  info: { title: 'Shop', version: '2', description: 'Sells.' },
  tags: [{ name: 'Empty' }, { name: 'Fruit', description: 'What grows.' }],
  paths: {
    '/fruit/{id}': {
      patch: {
        operationId: 'peel',
        summary: 'Peel',
        tags: ['Fruit'],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'fruit-id' } },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Fruit' } } } },
        responses: { 204: { description: 'Peeled.' } },
      },
    },
  },
  components: {
    schemas: {
      Fruit: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', example: 'salak' },
          colour: { type: 'string', enum: ['red', 'brown'] },
          seeds: { type: 'array', items: { $ref: '#/components/schemas/Seed' } },
          parent: {
            allOf: [{ $ref: '#/components/schemas/Fruit' }],
            nullable: true,
            description: 'Grew on.',
          },
        },
      },
      Seed: { type: 'object', properties: { count: { type: 'integer', minimum: 1 } } },
    },
  },
}

test('an operation is read with its parameters, body and replies', () => {
  const groups = groupsOf(small)
  expect(groups.map(({ name }) => name)).toEqual(['Fruit'])
  const [peel] = groups[0]?.operations ?? []
  expect(peel).toMatchObject({ id: 'peel', method: 'PATCH', path: '/fruit/{id}', summary: 'Peel' })
  expect(peel?.parameters).toEqual([
    { name: 'id', where: 'path', required: true, type: 'string (fruit-id)', description: '' },
  ])
  expect(peel?.replies).toEqual([{ status: '204', description: 'Peeled.', content: null }])
  expect(peel?.body?.schema).toBe('Fruit')
})

test('references, lists and parts are followed, and a schema inside itself ends', () => {
  const fields = groupsOf(small)[0]?.operations[0]?.body?.fields ?? []
  const byPath = new Map(fields.map((field) => [field.path, field]))
  expect(byPath.get('name')).toMatchObject({ type: 'string', required: true, nullable: false, depth: 0 })
  expect(byPath.get('colour')).toMatchObject({ type: '"red" | "brown"', required: false })
  expect(byPath.get('seeds')).toMatchObject({ type: 'array of Seed' })
  expect(byPath.get('seeds[].count')).toMatchObject({ type: 'integer', depth: 1 })
  expect(byPath.get('parent')).toMatchObject({ nullable: true, description: 'Grew on.' })
  expect(byPath.has('parent.parent.name')).toBe(true)
  expect(Math.max(...fields.map(({ depth }) => depth))).toBeLessThanOrEqual(5)
})

test('an example is made of the parts own', () => {
  const example = groupsOf(small)[0]?.operations[0]?.body?.example ?? ''
  expect(JSON.parse(example)).toMatchObject({ name: 'salak', colour: 'red', seeds: [{ count: 1 }] })
})

test('what is no document has nothing in it', () => {
  expect(groupsOf(null)).toEqual([])
  expect(groupsOf({ paths: [], tags: 'none' })).toEqual([])
  expect(titleOf(7)).toEqual({ version: '', description: '' })
})

test('the appliances own document is read whole', () => {
  const document: unknown = JSON.parse(
    readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8'),
  )
  const paths = (document as { paths: Record<string, Record<string, unknown>> }).paths
  const there = Object.values(paths).flatMap((item) => Object.keys(item)).length
  const operations = groupsOf(document).flatMap((group) => group.operations)
  expect(operations).toHaveLength(there)
  expect(new Set(operations.map(({ id }) => id)).size).toBe(there)
  for (const operation of operations) {
    expect(operation.summary, operation.id).not.toBe('')
    expect(operation.replies.length, operation.id).toBeGreaterThan(0)
  }
})
