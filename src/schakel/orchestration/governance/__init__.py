"""Who acts for whom, and what was agreed: hats, tables with mandates, agreements."""
