"""The workbench: one thin Django app per room, on top of the library. Only this folder knows Django."""
