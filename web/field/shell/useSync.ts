import { useEffect, useState } from "react";
import { onSync, syncState, type SyncState } from "../sync";

/** How much waits to be sent, and whether there is a network. */
export function useSync(): SyncState {
  const [state, setState] = useState(syncState);
  useEffect(() => onSync(() => setState(syncState())), []);
  return state;
}
