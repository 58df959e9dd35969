"""A model in twenty minutes: a sheet of at most thirty numbers, and the model that it gives with the rest assumed."""
