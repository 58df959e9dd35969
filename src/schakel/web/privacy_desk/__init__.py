"""The privacy officer's part of the sharing desk: the DPIA of what is configured, its answers, and what widened."""
