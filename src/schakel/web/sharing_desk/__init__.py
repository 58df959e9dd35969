"""The sharing desk: what came in, what goes out to whom, who may reply to it, and what partners decide about it."""
