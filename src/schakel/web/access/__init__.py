"""People, organisations and hats: who may see and do what."""
