"""What is put into the region on purpose: kinds of plants, each in a file of its own."""
