"""The region as its partners would really deliver it: a folder per partner, with its own layout and faults."""
