"""How partners know and understand each other: organisations, cards, people, words, steps and handovers."""
