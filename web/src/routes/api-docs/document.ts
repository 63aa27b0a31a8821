import { isRecord } from '../../api/problem'

/** An OpenAPI 3 document, read into what a page shows. What is missing or odd in it is left out. */
export interface Group {
  readonly name: string
  readonly description: string
  readonly operations: readonly Operation[]
}

export interface Operation {
  /** Names it in the address, and to programs. */
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly parameters: readonly Parameter[]
  readonly body: Content | null
  readonly replies: readonly Reply[]
}

export interface Parameter {
  readonly name: string
  readonly where: 'path' | 'query' | 'header' | 'cookie'
  readonly required: boolean
  readonly type: string
  readonly description: string
}

export interface Reply {
  readonly status: string
  readonly description: string
  readonly content: Content | null
}

export interface Content {
  readonly mediaType: string
  /** The name of the schema; empty for one without. */
  readonly schema: string
  readonly fields: readonly Field[]
  /** As JSON text. */
  readonly example: string
}

/** One value inside a body: `items[].wallet.name`, with how deep it lies. */
export interface Field {
  readonly path: string
  readonly name: string
  readonly depth: number
  readonly type: string
  readonly required: boolean
  readonly nullable: boolean
  readonly description: string
}

type Json = Record<string, unknown>

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const
const PLACES = ['path', 'query', 'header', 'cookie'] as const
/** Deeper than this a body is no longer read, and a schema that contains itself ends. */
const DEEPEST = 5

/** The document's operations by tag, in the order of its tags. */
export function groupsOf(document: unknown): Group[] {
  const root = recordOf(document)
  const groups = new Map<string, { description: string; operations: Operation[] }>()
  for (const tag of listOf(root['tags'])) {
    groups.set(textOf(tag['name']), { description: textOf(tag['description']), operations: [] })
  }
  for (const [path, item] of Object.entries(recordOf(root['paths']))) {
    for (const method of METHODS) {
      const operation = recordOf(recordOf(item)[method])
      if (Object.keys(operation).length === 0) continue
      const tags = Array.isArray(operation['tags']) ? operation['tags'].map(textOf) : []
      const tag = tags[0] ?? ''
      const group = groups.get(tag) ?? { description: '', operations: [] }
      group.operations.push(operationOf(root, path, method, operation))
      groups.set(tag, group)
    }
  }
  return [...groups]
    .map(([name, group]) => ({ name, ...group }))
    .filter(({ operations }) => operations.length > 0)
}

export function titleOf(document: unknown): { version: string; description: string } {
  const info = recordOf(recordOf(document)['info'])
  return { version: textOf(info['version']), description: textOf(info['description']) }
}

function operationOf(root: Json, path: string, method: string, operation: Json): Operation {
  const parameters = listOf(operation['parameters']).map((one) => resolve(root, one))
  return {
    id: textOf(operation['operationId']) || `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    summary: textOf(operation['summary']),
    description: textOf(operation['description']),
    parameters: parameters.map((one) => parameterOf(root, one)),
    body: contentOf(root, resolve(root, operation['requestBody'])),
    replies: Object.entries(recordOf(operation['responses'])).map(([status, reply]) => {
      const resolved = resolve(root, reply)
      return { status, description: textOf(resolved['description']), content: contentOf(root, resolved) }
    }),
  }
}

function parameterOf(root: Json, parameter: Json): Parameter {
  const where = textOf(parameter['in'])
  return {
    name: textOf(parameter['name']),
    where: PLACES.find((place) => place === where) ?? 'query',
    required: parameter['required'] === true,
    type: typeOf(root, resolve(root, parameter['schema'])),
    description: textOf(parameter['description']),
  }
}

function contentOf(root: Json, holder: Json): Content | null {
  const [first] = Object.entries(recordOf(holder['content']))
  if (first === undefined) return null
  const [mediaType, media] = first
  const given = recordOf(media)['schema']
  const schema = resolve(root, given)
  return {
    mediaType,
    schema: nameOf(given),
    fields: fieldsOf(root, schema, '', 0),
    example: JSON.stringify(exampleOf(root, schema, 0), null, 2),
  }
}

/** Every value inside a schema, a parent before its parts. */
function fieldsOf(root: Json, schema: Json, path: string, depth: number): Field[] {
  if (depth > DEEPEST) return []
  if (schema['type'] === 'array') return fieldsOf(root, resolve(root, schema['items']), `${path}[]`, depth)
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : [])
  return Object.entries(recordOf(schema['properties'])).flatMap(([name, given]) => {
    const property = resolve(root, given)
    const at = path === '' ? name : `${path}.${name}`
    const field: Field = {
      path: at,
      name,
      depth,
      type: typeOf(root, property),
      required: required.has(name),
      nullable: property['nullable'] === true,
      description: textOf(property['description']),
    }
    return [field, ...fieldsOf(root, property, at, depth + 1)]
  })
}

/** A schema's kind in a few letters: `string (date)`, `expense | income`, `array of Line`. */
function typeOf(root: Json, schema: Json): string {
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' | ')
  const type = textOf(schema['type'])
  if (type === 'array') {
    const items = nameOf(schema['items']) || typeOf(root, resolve(root, schema['items']))
    return `array of ${items}`
  }
  const format = textOf(schema['format'])
  return format === '' ? type : `${type} (${format})`
}

/** A value that fits a schema: its own example, or one made of its parts'. */
function exampleOf(root: Json, schema: Json, depth: number): unknown {
  if ('example' in schema) return schema['example']
  if ('default' in schema) return schema['default']
  if (Array.isArray(schema['enum'])) return schema['enum'][0]
  switch (schema['type']) {
    case 'array':
      return depth > DEEPEST ? [] : [exampleOf(root, resolve(root, schema['items']), depth + 1)]
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' && schema['minimum'] > 0 ? schema['minimum'] : 0
    case 'boolean':
      return true
    case 'string':
      return ''
    default:
      break
  }
  if (depth > DEEPEST) return {}
  const properties = Object.entries(recordOf(schema['properties']))
  return Object.fromEntries(
    properties.map(([name, given]) => [name, exampleOf(root, resolve(root, given), depth + 1)]),
  )
}

/** A schema with its references followed and its parts (`allOf`) put together. */
function resolve(root: Json, given: unknown): Json {
  let schema = recordOf(given)
  for (let hops = 0; typeof schema['$ref'] === 'string' && hops < DEEPEST; hops += 1) {
    let target: unknown = root
    for (const step of schema['$ref'].replace(/^#\//, '').split('/')) target = recordOf(target)[step]
    schema = recordOf(target)
  }
  const parts = listOf(schema['allOf'])
  if (parts.length === 0) return schema
  return Object.assign({}, ...parts.map((part) => resolve(root, part)), schema) as Json
}

/** The name a reference gives, through `allOf` too. */
function nameOf(given: unknown): string {
  const schema = recordOf(given)
  const reference = textOf(schema['$ref']) || textOf(listOf(schema['allOf'])[0]?.['$ref'])
  return reference.split('/').at(-1) ?? ''
}

function recordOf(value: unknown): Json {
  return isRecord(value) ? value : {}
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
