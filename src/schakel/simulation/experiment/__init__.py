"""Proef: what repeated runs of a model may be said to show; numbers in, numbers out, whatever made them."""
