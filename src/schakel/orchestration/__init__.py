"""What lies on the table beside the data: who wants, can, means and expects what, and what was agreed.

One network file holds it. Nothing in it scores a person or ranks an organisation.
"""
