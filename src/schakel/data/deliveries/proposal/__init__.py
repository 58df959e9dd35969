"""What a folder of files tells about itself, written down as a first sources file with its doubts."""
