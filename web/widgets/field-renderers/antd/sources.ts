/** Where fields get what is not on the screen: people, records, room for files. The page gives it; the gallery fakes it. */
import { createContext, useContext } from "react";
import type { FileRef, PersonRef, RecordRef } from "~/shared/schema/fields";

export interface FieldSources {
  people: (text: string, signal: AbortSignal) => Promise<PersonRef[]>;
  teams: (text: string, signal: AbortSignal) => Promise<RecordRef[]>;
  /** Records of an object by its key, as the reader may see them. */
  records: (object: string, text: string, signal: AbortSignal) => Promise<RecordRef[]>;
  /** `onProgress` hears shares from 0 to 1. */
  upload: (file: Blob, name: string, onProgress: (share: number) => void) => Promise<FileRef>;
  /** The page of a record, where there is one. */
  recordHref?: (object: string, id: number) => string | undefined;
}

const refuse = () => Promise.reject(new Error("This page gives its fields no sources."));

const nothing: FieldSources = { people: refuse, teams: refuse, records: refuse, upload: refuse };

export const FieldSourcesContext = createContext<FieldSources>(nothing);

export const useSources = (): FieldSources => useContext(FieldSourcesContext);
