/**
 * What the phone remembers besides unsent work: the last answers of the server, for where there is no network, and forms
 * begun. Answers belong to one person and are forgotten when another signs in; a form begun stays until it is handed in.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

interface Schema extends DBSchema {
  answers: { key: string; value: { value: unknown; at: number } };
  drafts: { key: string; value: { value: unknown; at: number } };
}
type Room = "answers" | "drafts";

let database: Promise<IDBPDatabase<Schema>> | null = null;

function opened(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>("paidan-field", 1, {
    upgrade(made) {
      made.createObjectStore("answers");
      made.createObjectStore("drafts");
    },
  });
  return database;
}

/** What was kept under a key, or undefined. */
export async function kept<T>(room: Room, key: string): Promise<T | undefined> {
  return (await (await opened()).get(room, key))?.value as T | undefined;
}

export async function keep(room: Room, key: string, value: unknown): Promise<void> {
  await (await opened()).put(room, { value, at: Date.now() }, key);
}

export async function forget(room: Room, key?: string): Promise<void> {
  const open = await opened();
  await (key === undefined ? open.clear(room) : open.delete(room, key));
}
