"""Gegevens: what partners delivered, what it rests on and lacks, and bringing in what comes next."""
