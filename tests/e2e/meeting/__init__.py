"""An invitation from the digest to the table, with real accounts on each lab."""
