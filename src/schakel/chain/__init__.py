"""The nouns that all rooms share: frozen dataclasses and their validation, nothing else."""
