"""Where it pinches, kind by kind: SQL that finds the waits, and what each kind makes of them."""
