/**
 * What `react` means in the two phone apps: Preact's core and hooks under React's names.
 *
 * `preact/compat` would be 4 KB more for synthetic events, Suspense and class habits that the kit does not need. In
 * these apps events are the browser's own: text inputs listen with `onInput`, radios, boxes and selects with `onChange`.
 */
export { Component, createContext, createElement, createRef, Fragment, isValidElement } from "preact";
export {
  useCallback,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "preact/hooks";

import { render, type ComponentChild } from "preact";

/** React's way of starting: `createRoot(element).render(app)`. */
export function createRoot(element: Element) {
  return { render: (app: ComponentChild) => render(app, element) };
}
