"""The sections of the page on data quality: each says what it means for the picture, and what to ask of whom."""
