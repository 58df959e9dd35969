"""What the network wants together: the tree of goals."""
