"""News of the network to open screens, as server-sent events from a small ASGI function in front of Django."""
