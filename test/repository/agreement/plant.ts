import { Document } from 'yaml'

/**
 * A copy of a list of objects in which one value of one of them is another, or gone.
 * @param index which object
 * @param path names and places joined by dots, `spec.containers.0.image`; nothing for the object itself, which then goes
 * @param value what stands there now; `undefined` removes what did
 * @throws if there is nothing to change
 */
export function planted<Item>(objects: Item[], index: number, path: string, value: unknown): Item[] {
  const object = objects[index]
  if (object === undefined) throw new Error(`there is no object ${index}`)
  if (path === '') return objects.filter((_, place) => place !== index)
  const document = new Document(structuredClone(object), { aliasDuplicateObjects: false })
  const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key))
  if (value !== undefined) document.setIn(keys, document.createNode(value))
  else if (!document.deleteIn(keys)) throw new Error(`there is no ${path} to remove`)
  return objects.with(index, document.toJS() as Item)
}

/** A text in which something is replaced everywhere. @throws if it is not there */
export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`"${from}" is not in the text`)
  return text.replaceAll(from, to)
}
