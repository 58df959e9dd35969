"""To the meeting: reports by blocks, slides, workbooks, maps and council sheets, kept as they were made."""
