"""The gate: every person's number comes in and every figure leaves through here."""
