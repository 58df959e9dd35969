"""The API: what the screens show, for machines. Read only; every answer has passed the gate, as on a screen."""
