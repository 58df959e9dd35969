"""Oorzaken: how much each cause, partner or repair contributes to an outcome, and what cannot be told apart."""
