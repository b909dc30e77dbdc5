/** Tasks, offers and visits as the server tells them to the phone. */
import type { StatusCategory } from "~/shared/icons/marks";
import type { Label } from "~/shared/i18n/language";
import type { ServerField } from "~/shared/schema/server";

export interface Offer {
  id: number;
  object: string;
  record: number;
  answer_by: string | null;
}

export interface TaskRow {
  id: number;
  object: string;
  record: {
    id: number;
    number: string | null;
    title: string | null;
    status: { key: string; label: Label; category: StatusCategory } | null;
  };
  label: Label;
  overdue: boolean;
}

interface Named {
  id: number;
  name?: string;
  number?: string | null;
  title?: string | null;
}

export interface StoredFile {
  id: number;
  name: string;
  media_type: string;
}

export interface Address {
  province?: string;
  city?: string;
  district?: string;
  detail?: string;
  location?: { lat: number; lng: number; datum?: string } | null;
}

/** A work order as far as the phone shows it; any part may be hidden or masked. */
export interface Order {
  id: number;
  number?: string | null;
  title?: string | null;
  status?: string;
  description?: string | null;
  customer?: Named | null;
  contact_name?: string | null;
  contact_phone?: string | null;
  asset?: Named | null;
  address?: Address | string | null;
  promised_from?: string | null;
  promised_until?: string | null;
  photos?: StoredFile[];
  [key: string]: unknown;
}

export interface TaskAction {
  key: string;
  action: string;
  label: Label;
  opinion_required: boolean;
  signature_required: boolean;
}

export type FormRight = "hidden" | "masked" | "read" | "edit" | "required";

export interface TaskForm {
  task: { id: number; label: Label; state: string; seen_at: string | null };
  object: string;
  record: Order;
  fields: Record<string, FormRight>;
  draft: Record<string, unknown>;
  actions: TaskAction[];
}

export interface ObjectShape {
  fields: ServerField[];
}

export interface Visit {
  id: number;
  status: string;
  engineer: Named | null;
  planned_from: string | null;
  checked_in_at: string | null;
}
