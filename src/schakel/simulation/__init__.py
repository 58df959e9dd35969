"""Simulatie: the chain as a model; today a seeded, fictional region."""
