"""Simulatie: models of the chain, scenarios with what is otherwise, what comes of them, and sharing that."""
