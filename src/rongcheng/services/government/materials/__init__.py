"""Papers of a case as files (办件材料): kept, listed and shown until the case is handed over."""
