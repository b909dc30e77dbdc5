/** How to reach a customer: the words of an address, and the links that a phone opens. */
import type { Address, Order } from "./types";

/** An address in one line, as people of the country write it; a masked one comes as words. */
export function addressText(address: Order["address"]): string {
  if (!address) return "";
  if (typeof address === "string") return address;
  const { province = "", city = "", district = "", detail = "" } = address;
  // Municipalities are province and city in one.
  return [province === city ? "" : province, city, district, detail].filter(Boolean).join("");
}

/** A number to call, or null when it is masked or none. */
export function callLink(phone: string | null | undefined): string | null {
  if (!phone || phone.includes("*")) return null;
  const digits = phone.replace(/[^\d+]/g, "");
  return digits.length >= 3 ? `tel:${digits}` : null;
}

/** Opens the phone's own map. Words are given too: maps differ in datum, the words do not. */
export function mapLink(address: Order["address"], isApple: boolean): string | null {
  const words = addressText(address);
  if (!words || words.includes("*")) return null;
  const place = (address as Address).location;
  const point = place && (place.datum ?? "wgs84") === "wgs84" ? `${place.lat},${place.lng}` : null;
  if (isApple) return `maps://?q=${encodeURIComponent(words)}${point ? `&sll=${point}` : ""}`;
  return `geo:${point ?? "0,0"}?q=${encodeURIComponent(words)}`;
}
